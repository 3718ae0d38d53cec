"""What the carrier of the tests sends, before the eyes of `twilio-agent-connect`."""

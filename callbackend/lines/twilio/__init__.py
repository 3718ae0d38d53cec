"""Twilio ConversationRelay: the carrier hears and speaks, and we exchange text.

Every word passes our code before it is spoken, and is in the transcript before it is sent.
"""

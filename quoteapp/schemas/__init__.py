"""The shape of JSON in and out; meaning is the services' business."""

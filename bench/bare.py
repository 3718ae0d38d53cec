"""The least that Flask can answer: what a poll is measured against."""

from flask import Flask, Response, jsonify

app = Flask(__name__)


@app.get("/")
def hello() -> Response:
    """A constant."""
    return jsonify(message="hello world")

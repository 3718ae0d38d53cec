"""The call backend: the service on port 6000 that rings a business and brings back its price."""

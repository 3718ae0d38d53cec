"""The doors of HTTP: routes that load, ask the service, and dump."""

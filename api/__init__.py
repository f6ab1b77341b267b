"""The service: `create_app(settings)` gives the application that clinicians' software calls, under /v1."""

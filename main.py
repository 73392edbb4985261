"""The ASGI application for `uvicorn main:app`."""

from app.asgi import create_app

app = create_app()

"""A stand-in for the AI providers: its own application and process, speaking real HTTP."""

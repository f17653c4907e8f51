"""The API, mounted at /api/v1/."""

from ninja import NinjaAPI

api = NinjaAPI(title="Motcua", version="1")

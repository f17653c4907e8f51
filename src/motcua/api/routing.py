"""The one router of the API: operations of several files share addresses."""

from ninja import Router

router = Router()

"""What is new, told to pages that are open: `static/desk.js` then looks by itself.

A stream says no more than which list has changed; what stands there is fetched as any page is, by whoever may see it.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from crm.desk.door import Here, Signed

router = APIRouter()


@router.get("/events")
async def events(desk: Here, agent: Signed) -> Response:
    if desk.streams.full:
        return Response(status_code=204)  # by which a browser knows not to come again
    return StreamingResponse(desk.streams.stream(), media_type="text/event-stream")

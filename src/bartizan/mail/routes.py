"""HTTP: all of mail, under one prefix."""

from fastapi import APIRouter

from bartizan.mail import (
    decision_routes,
    feedback_routes,
    message_routes,
    quarantine_routes,
    scan_routes,
    sender_routes,
)

router = APIRouter(prefix="/mail", tags=["mail"])
router.include_router(message_routes.router)
router.include_router(quarantine_routes.router)
router.include_router(decision_routes.router)
router.include_router(sender_routes.router)
router.include_router(scan_routes.router)
router.include_router(feedback_routes.router)

"""The fixed vocabularies of PRODUCT section 2, by the name of the field that uses them."""

VOCABULARIES: dict[str, tuple[str, ...]] = {
    "client_kind": ("person", "company"),
    "status": ("prospect", "active", "dormant", "closed"),
    "tier": ("key", "focus", "standard"),
    "channel": (
        "phone", "visit", "meeting", "branch", "video", "wechat", "sms", "email", "event",
    ),
    "direction": ("out", "in"),
    "outcome": ("reached", "no_answer", "left_message", "refused"),
    "priority": ("normal", "urgent"),
    "request_kind": ("inquiry", "service", "problem", "complaint"),
    "request_status": ("open", "waiting", "resolved"),
    "stage": ("lead", "contacted", "proposal", "negotiation", "won", "lost"),
    "product_kind": ("deposit", "wealth", "fund", "insurance", "loan", "card", "other"),
    "regime": ("nfra", "csrc", "insurance", "none"),
    "risk_level": ("R1", "R2", "R3", "R4", "R5"),
    "state": ("open", "at_risk", "overdue", "met", "breached", "done", "due", "missed", "cancelled"),
    "request_event": ("urgent", "limit", "facts", "withdrawn", "escalated", "handed_over"),
    "complaint_limit": ("plain", "complex", "special"),
    "review": ("reply", "running", "waiting", "answered"),
    "wait": ("client", "mediation"),
    "feedback_state": ("heard", "acting", "acted", "told"),
    "cadence": ("month", "quarter", "half-year", "year"),
    "interval": ("counted", "closed", "break", "day_off", "pause"),
    "noun": (
        "client", "interaction", "callback", "request", "deal", "product", "holding", "risk",
        "plan", "campaign", "feedback", "goal", "training", "handoff", "meeting", "insight",
        "action", "assessment", "disclosure", "profile", "report",
    ),
    "section": (
        "service", "callbacks", "key_contact", "pipeline", "maturities", "assessments",
        "growth", "risk", "learning", "team", "dates", "schedule",
    ),
}  # fmt: skip

"""The fixed vocabularies, by the name of the field that uses them."""

from cmcli.domain.ref import LETTERS

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
    "tolerance": ("C1", "C2", "C3", "C4", "C5"),
    "holding_move": ("bought", "redeemed", "matured", "borrowed", "repaid"),
    "profile_item": (
        "income", "spending", "debt_service",
        "cash", "deposits", "wealth", "funds", "securities", "insurance", "property",
        "business", "other_assets",
        "mortgage", "consumer_debt", "card_debt", "business_debt", "other_debt",
        "with_us",
        "revenue", "revenue_before", "profit", "interest",
        "current_assets", "inventory", "current_debt", "assets", "debt", "equity",
    ),
    "ratio": (
        "liquidity", "debt_to_assets", "debt_service", "savings_rate", "investment_share",
        "share_of_wallet", "current_ratio", "quick_ratio", "debt_to_equity", "interest_cover",
        "revenue_growth",
    ),
    "disclosed": ("structure", "fees", "risks"),
    "unmeasured": (
        "no_prices", "too_few_days", "not_daily", "old_prices", "deposit", "owed", "no_value",
    ),
    "risk_kind": (
        "ratio", "concentration", "assessment", "level", "loan", "complaint", "market", "other",
    ),
    "severity": ("low", "medium", "high"),
    "risk_outcome": ("closed", "dismissed"),
    "suitability": ("suitable", "warned", "refused"),
    "obstacle": (
        "off_sale", "minimum", "unrated", "unassessed", "lapsed", "level", "means",
        "no_investment",
    ),
    "gift_kind": ("given", "received"),
    "campaign_kind": ("plan", "exhibition", "salon", "visits", "promotion"),
    "campaign_state": ("ahead", "running", "over"),
    "reply": ("yes", "no", "maybe"),
    "guest": ("listed", "asked", "yes", "no", "maybe", "attended", "walk_in"),
    "noun": tuple(LETTERS.values()),
    "section": (
        "service", "callbacks", "key_contact", "pipeline", "maturities", "assessments",
        "growth", "risk", "learning", "team", "dates", "schedule",
    ),
}  # fmt: skip

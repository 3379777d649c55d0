"""Who proposes, decides and announces, in a sentence. Pure."""

from __future__ import annotations

from console.plan.standards import Authority


def authority_words(authority: Authority | None, level: str) -> str:
    """Who proposes, decides and announces at a level, or that the plan does not say."""
    if authority is None:
        return f"{level}级：预案没有写由谁决定、由谁宣布，按授权办理并写明依据"
    announces = "、".join(authority.announces) or "预案没有写明，按授权"
    proposes = f"建议：{'、'.join(authority.proposes)}。" if authority.proposes else ""
    note = f" {authority.note}" if authority.note else ""
    return (
        f"{level}级({authority.clause}): {proposes}决定：{'、'.join(authority.decides) or '预案没有写明'}。"
        f"宣布：{announces}。{note}"
    )

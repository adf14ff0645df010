"""What a browser adds to a form that asks for a proof of work."""

from itertools import count

from directory import proof


def solved(purpose: str) -> dict[str, str]:
    """The hidden field of a form of this purpose, with its sum done."""
    challenge = proof.challenge(purpose)
    bits = proof.settings.PROOF_BITS
    number = next(n for n in count() if proof.is_solved(challenge, str(n), bits))
    return {"proof": f"{challenge}~{number}"}

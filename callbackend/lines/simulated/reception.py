"""Who or what is at the telephone before somebody who names prices: a menu, a desk, a hold."""

from callbackend.lines.simulated.kinds import Door

# The lines that come one after the other; a menu waits for one of its keys.
STEPS = {
    Door.NOBODY: (),
    Door.MENU: ("menu", "after_menu"),
    Door.MENU_AND_HOLD: ("menu", "please_hold", "after_menu"),
    Door.RECEPTIONIST: ("receptionist", "second_person"),
    Door.SCREEN: ("screen", "second_person"),
}


class Reception:
    """The way to somebody, and how far a call has come on it. The lines are named by their kind."""

    __slots__ = ("_is_dead", "_waits", "_way")

    def __init__(self, door: Door, *, is_dead: bool) -> None:
        """`is_dead`: no key leads to anybody."""
        self._way = list(STEPS[door])
        self._is_dead = is_dead
        self._waits = False

    def hear(self) -> str:
        """The next line, whatever was said; "" where somebody is there who talks."""
        if self._waits:
            return "menu_again"
        step = self._way.pop(0) if self._way else ""
        self._waits = step == "menu"
        return step

    def press(self, key: str, keys: str) -> str:
        """The line that a key brings, one of `keys` being right; "" where nothing minds it."""
        if not self._waits:
            return ""
        if self._is_dead:
            return "closed_queue"
        if key not in keys:
            return "menu_again"
        self._waits = False
        return self.hear()

    def then(self, step: str) -> None:
        """Somebody goes away for a moment, and this is said on the next turn."""
        self._way.append(step)

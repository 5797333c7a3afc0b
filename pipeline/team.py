"""Who is of the team right now: those of the settings, and those who joined in conversation.

Kept in memory beside the store, so that every tap is judged by it at once; there is one process only.
"""

from collections.abc import Iterator

from mujaz.team import Right, Role, allows
from pipeline.clock import Clock
from storage import team
from storage.store import Store
from storage.team import Member


class Team:
    """The team. `owners` and `editors` are of the settings: nobody removes those in conversation."""

    def __init__(self, store: Store, clock: Clock, owners: frozenset[int], editors: frozenset[int]) -> None:
        self._store = store
        self._clock = clock
        self._joined: dict[int, Member] = {}
        self._appointed = {
            **{person: Member(person, Role.EDITOR, "") for person in editors},
            **{person: Member(person, Role.OWNER, "") for person in owners},
        }

    async def recall(self) -> None:
        """Who joined before this start."""
        self._joined = {member.user_id: member for member in await self._store.read(team.members)}

    def __iter__(self) -> Iterator[Member]:
        return iter((self._joined | self._appointed).values())

    def __contains__(self, person: object) -> bool:
        return person in self._appointed or person in self._joined

    def role(self, person: int) -> Role | None:
        """What somebody is at the desk; None for everybody else."""
        member = self._appointed.get(person) or self._joined.get(person)
        return None if member is None else member.role

    def may(self, person: int, right: Right) -> bool:
        """Whether somebody has a right."""
        return allows(self.role(person), right)

    def appointed(self, person: int) -> bool:
        """Whether the settings say so."""
        return person in self._appointed

    async def put(self, member: Member, by: int) -> None:
        """Somebody joins, or has another role from now on."""
        await self._store.write(team.put, member, self._clock(), by)
        await self.recall()

    async def remove(self, person: int) -> None:
        """Somebody leaves; from the next tap on they are a reader."""
        await self._store.write(team.remove, person)
        await self.recall()

"""Which addresses on the Internet a server may be talked into visiting."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host name and port. Raises OSError or UnicodeError when there are none."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_OLD_RELAY = ip_network("192.88.99.0/24")  # anycast to whichever 6to4 relay is nearest


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses that this machine would connect to, best first."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def is_public(address: str) -> bool:
    """Whether an address lies on the public Internet, and nowhere nearer.

    An IPv6 address that carries an IPv4 address (mapped, 6to4, NAT64) counts as that one.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        carried = _carried(parsed)
        if carried is None:
            return parsed in _GLOBAL_UNICAST and parsed.is_global
        parsed = carried
    return parsed.is_global and not parsed.is_multicast and parsed not in _OLD_RELAY


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour

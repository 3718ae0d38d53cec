"""Who counts as one client."""

from quoteapp.api.addresses import network_of
from tests.rows import every


@every(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:DB8:1:3::1", "2001:db8:1:3::/64"),
        ("::1", "::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("192.0.2.7:443", "unknown"),
        ("nonsense/../", "unknown"),
    ],
)
def test_a_client_is_an_address_or_its_network(address, client):
    assert network_of(address) == client

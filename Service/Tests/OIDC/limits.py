# SPDX-License-Identifier: Apache-2.0
"""How often one address may begin a sign-in at a provider, or come back."""

import time

SHARE = 120


def hold_for_an_address(world):
    """Neither the provider nor others notice one who asks without end."""
    hold(world, "192.0.2.7", "192.0.2.7", "192.0.2.8")
    # Of IPv6 the first half is one subscriber's.
    hold(world, "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    world.share_ended = time.monotonic()


def hold(world, address, same, other):
    strong = world.strong
    client, path = world.stranger(address), "/sign-in/with/strong?code=a"
    way = client.begin(strong)
    for _ in range(SHARE - 1):
        assert client.ask("GET", path)[0].status == 403
    asked = len(strong.asked)
    back = client.back(strong, way, "ann-there")
    world.kept = client, back
    for again in (client, world.stranger(same)):
        answer, text = again.begin(strong)
        assert answer.status == 429, answer.status
        assert "Too many sign-ins at once" in text, text
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert again.ask("GET", back)[0].status == 429
        assert again.begin(world.weak)[0].status == 429, "one for each provider"
        # What costs nothing, and signing in by name, goes on.
        assert again.ask("GET", "/sign-in/with/nobody")[0].status == 404
        assert again.sign_in("nobody", "x")[0].status == 403
    assert len(strong.asked) == asked, "the provider was asked"
    neighbour = world.stranger(other)
    answer, text = neighbour.sign_in_at(strong, "ann-there")
    assert answer.status == 403 and "linked to no account here" in text, text


def end_after_a_minute(world):
    """And what was begun before goes on: it was not used up."""
    time.sleep(max(0, world.share_ended + 61 - time.monotonic()))
    client, back = world.kept
    answer, text = client.ask("GET", back)
    assert answer.status == 403 and "linked to no account here" in text, text

# SPDX-License-Identifier: Apache-2.0
"""One person's second authenticator app: added, named, used, removed."""

import time

from authenticator import code


def several_apps(person, show, sign_in, password, backup_code):
    """Begins and ends signed in, with one app and a backup code less."""
    secret = add(person, show, "Tablet", password)
    # The first app goes on, beside the new one.
    person.sees("App without a name", "Tablet")
    rename(person, show)
    person.sign_out()
    sign_in()
    person.fill(code=code(secret, 1))
    person.press("Continue")
    assert person.title == "Security", person.text
    open_app(person, "Kitchen tablet")
    person.fill(password=password)
    person.press("Remove it")
    person.sees("It is removed.", "App without a name", "Second step On")
    person.misses("Kitchen tablet")
    person.open("/settings/history")
    person.sees("App renamed")
    person.sign_out()
    sign_in()
    person.fill(code=code(secret, 2))
    person.press("Continue")
    person.sees("That code is not right")
    person.open("/second-step?with=backup")
    person.fill(code=backup_code)
    person.press("Continue")
    person.sees("9 left")


def add(person, show, name, password):
    person.open("/settings")
    # A session that somebody finds open gets no app of theirs.
    person.fill_form("Set up one more app", name=name, password="wrong")
    person.press("Set up one more app")
    person.sees("The present password is not right.")
    time.sleep(1.5)
    person.fill_form("Set up one more app", name=name, password=password)
    person.press("Set up one more app")
    show(person, "one-more-app")
    secret = person.driver.find_element("css selector", ".secret").text
    secret = secret.replace(" ", "")
    person.fill(code=code(secret))
    person.press("Turn on")
    person.sees("Your second step is on.")
    return secret


def rename(person, show):
    open_app(person, "Tablet")
    show(person, "one-app")
    field = person.driver.find_element("name", "name")
    assert field.get_attribute("value") == "Tablet"
    person.fill(name="Tab\u200blet")
    person.press("Save the name")
    person.sees("A name has up to 64 visible characters.")
    person.fill(name="Kitchen tablet")
    person.press("Save the name")
    person.sees("The app has its new name.", "Kitchen tablet")


def open_app(person, name):
    """Follows the link beside the app's name."""
    row = person.driver.find_element("xpath", f"//tr[contains(., '{name}')]")
    person.leave_by(row.find_element("css selector", "a"))

# SPDX-License-Identifier: Apache-2.0
"""A person with a browser, an authenticator app and a phone."""

import re
import time

from authenticator import code
from selenium import webdriver
from selenium.common.exceptions import (
    NoSuchElementException, StaleElementReferenceException)
from selenium.webdriver.common.by import By

PASSWORD = "seven grey herons at dusk"
# Fields whose values may be read by anybody.
PUBLIC = {"name", "mail", "search", "grace"}
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}


def browser(width, language="en"):
    """Chromium without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu",
                 "--disable-dev-shm-usage", f"--lang={language}",
                 "--force-color-profile=srgb", "--hide-scrollbars"):
        options.add_argument(word)
    setting = {"intl.accept_languages": language}
    options.add_experimental_option("prefs", setting)
    if width == "phone":
        size = {"width": 390, "height": 844, "pixelRatio": 2.0}
        options.add_experimental_option(
            "mobileEmulation", {"deviceMetrics": size})
    service = webdriver.ChromeService("/usr/bin/chromedriver")
    driver = webdriver.Chrome(options=options, service=service)
    driver.set_window_size(*WIDTHS[width])
    driver.set_page_load_timeout(60)
    return driver


class Person:
    """What a person does with the pages, and reads on them."""

    def __init__(self, driver, origin):
        self.driver, self.origin = driver, origin
        # What was typed, shown and kept, and belongs into no log.
        self.secrets = set()

    def open(self, path):
        self.secrets.update(re.findall(r"token=([^&]+)", path))
        self.driver.get(self.origin + path)

    def note_secrets(self):
        """Remembers the secrets that the page shows, and the cookies."""
        shown = self.driver.find_elements(By.CSS_SELECTOR, ".secret, .codes code")
        self.secrets.update(item.text for item in shown)
        self.secrets.update(
            cookie["value"] for cookie in self.driver.get_cookies()
            if "language" not in cookie["name"])

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    @property
    def title(self):
        return self.driver.find_element(By.TAG_NAME, "h1").text

    def sees(self, *words):
        for word in words:
            assert word in self.text, f"no {word!r} on:\n{self.text}"

    def misses(self, *words):
        for word in words:
            assert word not in self.text, f"{word!r} is on:\n{self.text}"

    def fill(self, **fields):
        self.fill_part(self.driver, fields)

    def fill_form(self, label, **fields):
        """Fills in the form of a button, where a page has several."""
        path = f"//form[.//button[normalize-space()={label!r}]]"
        self.fill_part(self.driver.find_element(By.XPATH, path), fields)

    def fill_part(self, part, fields):
        for name, value in fields.items():
            if name not in PUBLIC:
                self.secrets.add(value)
            field = part.find_element(By.NAME, name)
            field.clear()
            field.send_keys(value)

    def press(self, label):
        path = f"//button[normalize-space()={label!r}]"
        self.leave_by(self.driver.find_element(By.XPATH, path))

    def press_in(self, row, label):
        """Presses a button in the row of a table."""
        path = f"//tr[contains(., {row!r})]//button[normalize-space()={label!r}]"
        self.leave_by(self.driver.find_element(By.XPATH, path))

    def press_at(self, provider, label, person):
        """Goes to an identity provider and signs in there."""
        self.press(label)
        path = f"//button[normalize-space()={person!r}]"
        for _ in range(600):
            if self.driver.find_elements(By.XPATH, path):
                break
            time.sleep(0.05)
        assert self.driver.current_url.startswith(provider.issuer)
        self.press(person)

    def follow(self, label):
        self.leave_by(self.driver.find_element(By.LINK_TEXT, label))

    def leave_by(self, element):
        """Clicks, and waits until the next page is there whole."""
        old = self.driver.find_element(By.TAG_NAME, "html")
        element.click()
        for _ in range(600):
            time.sleep(0.05)
            try:
                old.is_enabled()
            except StaleElementReferenceException:
                break
        for _ in range(600):
            try:
                return self.driver.find_element(By.TAG_NAME, "footer")
            except NoSuchElementException:
                time.sleep(0.05)
        raise AssertionError("no page came")

    def tick(self, name):
        self.driver.find_element(By.NAME, name).click()

    def letters(self, to):
        """What was sent to a number or address, the newest first."""
        self.open("/outbox")
        cards = self.driver.find_elements(By.CSS_SELECTOR, ".letter")
        return [card.text for card in cards if to in card.text.split("\n")[0]]

    def letter(self, to, pattern):
        """A part of the newest letter that has it; waits for it to come."""
        for _ in range(40):
            for letter in self.letters(to):
                if found := re.search(pattern, letter):
                    return found.group(1)
            time.sleep(0.25)
        raise AssertionError(f"no letter to {to} with {pattern}")

    def sms(self, number, but=None):
        """The newest code; another one than `but`."""
        for _ in range(40):
            for letter in self.letters(number):
                found = re.search(r"\b(\d{6}) is", letter)
                if found and found.group(1) != but:
                    return found.group(1)
                break
            time.sleep(0.25)
        raise AssertionError(f"no code to {number}")

    def sms_beside(self, number, but=None):
        """The newest code, read in a tab of its own: the page stays as it is."""
        page = self.driver.current_window_handle
        self.driver.switch_to.new_window("tab")
        text = self.sms(number, but)
        self.driver.close()
        self.driver.switch_to.window(page)
        return text

    def first_password(self, mail):
        return self.letter(mail, r"temporary password at \S+ is (\S+) ")

    def sign_in(self, name, password):
        self.open("/sign-in")
        self.fill(name=name, password=password)
        self.press("Continue")

    def sign_out(self):
        self.press("Sign out")
        self.sees("You are signed out.")
        self.misses("Sign-in history")

    def forget_cookies(self):
        self.open("/sign-in")
        self.driver.delete_all_cookies()

    def change_password(self, old, new):
        self.fill(current=old, new=new, again=new)
        self.press("Change the password")

    def arrive(self, name, password):
        """A new person's first sign-in (S20)."""
        first = self.first_password(f"{name}@example.org")
        self.sign_in(name, first)
        self.sees("Your password is temporary.")
        self.change_password(first, password)
        self.sees("Your password is changed.")

    def set_up_app(self):
        """Turns on an app; the answer is its secret and the backup codes."""
        self.press("Set up an authenticator app")
        secret = self.driver.find_element(By.CSS_SELECTOR, ".secret").text
        secret = secret.replace(" ", "")
        self.fill(code=code(secret))
        self.press("Turn on")
        self.sees("Save your backup codes")
        codes = [item.text for item in
                 self.driver.find_elements(By.CSS_SELECTOR, ".codes code")]
        assert len(codes) == 10, codes
        self.press("I have saved them")
        self.sees("Your second step is on.")
        return secret, codes

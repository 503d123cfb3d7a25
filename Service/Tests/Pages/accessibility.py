# SPDX-License-Identifier: Apache-2.0
"""Holds pages against the rules of WCAG 2.2, A and AA, that axe-core checks."""

import importlib.util
import pathlib

# The newest axe-core on PyPI; its playwright is not needed, nor installed.
PACKAGE = importlib.util.find_spec("axe_playwright_python")
AXE = pathlib.Path(
    PACKAGE.submodule_search_locations[0], "axe.min.js").read_text()
SCHEMES = "light", "dark"
RUN = """
    const done = arguments[arguments.length - 1];
    axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      rules: {'target-size': {enabled: true}},
    }).then(found => done({
      passes: found.passes.length,
      faults: found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.html.slice(0, 200)}`)),
    }), error => done({passes: 0, faults: [String(error)]}));
"""
# Ways to break the page of the sign-in, with the rules that must find them.
BREAKS = {
    "label": "document.querySelectorAll('label').forEach(l => l.remove());",
    "html-has-lang": "document.documentElement.removeAttribute('lang');",
    "color-contrast":
        "document.querySelector('h1').style.color = '#ccc';",
    "document-title": "document.title = '';",
    "target-size": """
        document.querySelectorAll('footer a').forEach(link =>
          link.style.cssText = 'display:inline-block;overflow:hidden;'
            + 'width:9px;height:9px;margin:0;padding:0');
    """,
}


def faults(driver, scheme):
    """What axe-core finds on the page, in light or dark colours."""
    feature = {"name": "prefers-color-scheme", "value": scheme}
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [feature]})
    # The driver's scripts are not the page's: its policy does not stop them.
    driver.execute_script(AXE)
    found = driver.execute_async_script(RUN)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert found["passes"] > 5 or found["faults"], "axe-core did not run"
    return found["faults"]


def check(driver, name):
    """No rule is broken on the page, in both colours."""
    for scheme in SCHEMES:
        found = faults(driver, scheme)
        assert not found, f"{name}, {scheme}:\n" + "\n".join(found)


def check_control(driver, address):
    """Each rule of BREAKS finds a page that is broken in its way."""
    for rule, change in BREAKS.items():
        driver.get(address)
        driver.execute_script(change)
        found = {fault.split(":")[0] for fault in faults(driver, "light")}
        assert rule in found, f"{rule} is not found: {found}"

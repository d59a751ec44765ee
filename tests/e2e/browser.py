"""Opens pages in headless Chromium, with the standard library only."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TIMEOUT = 120  # seconds

# Runs before the page's own script, and after it; what `steps` return is the result.
HEAD = """<script>
window.errors = [];
addEventListener("error", (event) => errors.push(String(event.message)));
addEventListener("securitypolicyviolation", (event) => errors.push("policy: " + event.violatedDirective));
</script>"""
FOOT = """<script>
(function () {
  let found;
  try { found = (function () { STEPS })(); } catch (error) { errors.push(String(error)); }
  const out = document.createElement("pre");
  out.id = "result";
  out.textContent = JSON.stringify({found: found, errors: errors});
  document.body.append(out);
})();
</script>"""


def chromium(*arguments):
    with tempfile.TemporaryDirectory(prefix="chromium-") as profile:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        return subprocess.run(
            [CHROMIUM, "--headless", *root, "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", f"--user-data-dir={profile}",
             "--enable-logging=stderr", *arguments],
            capture_output=True, text=True, timeout=TIMEOUT, check=True,
            env={"HOME": profile, "PATH": os.environ["PATH"]})


def run_in(page, steps, width=1200):
    """Runs JavaScript `steps` in a page; returns what they return. Fails on any error of the page or the console."""
    text = pathlib.Path(page).read_text(encoding="utf-8")
    text = text.replace("<head>", "<head>" + HEAD, 1).replace("</body>", FOOT.replace("STEPS", steps) + "</body>", 1)
    with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        done = chromium(f"--window-size={width},900", "--dump-dom", pathlib.Path(file.name).as_uri())
    result = re.search(r'<pre id="result">(.*?)</pre>', done.stdout, re.DOTALL)
    if not result:
        raise AssertionError(f"the page did not run: {done.stderr[-2000:]}")
    unescaped = result[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    answer = json.loads(unescaped)
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    if answer["errors"] or console:
        raise AssertionError(f"errors of the page: {answer['errors']}, {console}")
    return answer["found"]


def screenshot(page, png, width, height=900):
    """What the page looks like."""
    chromium(f"--window-size={width},{height}", "--hide-scrollbars", f"--screenshot={png}",
             pathlib.Path(page).resolve().as_uri())

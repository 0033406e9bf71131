"""The Dockerfile keeps its promises: small, not root, healthy, and nothing of one machine in it."""

from __future__ import annotations

import re

from tests.serving import ROOT

TEXT = (ROOT / "Dockerfile").read_text()
CODE = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", TEXT, flags=re.MULTILINE))
STAGES = re.split(r"^FROM ", CODE, flags=re.MULTILINE)[1:]


def test_it_is_built_in_stages_and_the_last_one_installs_nothing() -> None:
    assert len(STAGES) == 3
    assert not re.search(r"pip|npm|apt", STAGES[-1])


def test_it_runs_as_an_ordinary_user_in_exec_form() -> None:
    last = STAGES[-1]
    assert re.search(r"^USER [1-9]\d*$", last, re.MULTILINE)
    assert last.index("USER") > last.index("COPY")
    assert re.search(r'^ENTRYPOINT \["/opt/inkling/bin/inkling"\]$', last, re.MULTILINE)
    assert re.search(r'^CMD \["serve"\]$', last, re.MULTILINE)


def test_it_has_a_health_check_without_further_tools() -> None:
    assert "HEALTHCHECK" in STAGES[-1]
    assert "/healthz" in STAGES[-1]
    assert "curl" not in CODE


def test_cpu_torch_is_a_build_argument() -> None:
    assert re.search(r'^ARG TORCH_INDEX=""$', TEXT, re.MULTILINE)
    assert '${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"}' in TEXT


def test_it_names_no_host_and_downloads_nothing_by_address() -> None:
    outside_health_check = re.sub(r"^HEALTHCHECK.*\n.*", "", CODE, flags=re.MULTILINE)
    assert "://" not in outside_health_check
    assert not re.search(r"^ADD ", CODE, re.MULTILINE)


def test_only_what_the_image_needs_is_sent_to_the_builder() -> None:
    lines = (ROOT / ".dockerignore").read_text().split()
    assert lines[0] == "*"
    copied = set(re.findall(r"^COPY (?!--from)(.*) \S+$", CODE, re.MULTILINE))
    for name in {name for names in copied for name in names.split()}:
        assert f"!{name}" in lines, name

"""The files an operator copies: they parse, agree with each other and with the application, and hold no secret."""

import configparser
import re
import shutil
import subprocess
import tomllib

import pytest
from streamlit import config as streamlit_options

from tests.architecture.source import ROOT

DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "systemd" / "kpi@.service").read_text("utf-8")
SITE = (DEPLOY / "nginx" / "kpi.conf").read_text("utf-8")
ENVIRONMENT = dict(
    line.split("=", 1)
    for line in (DEPLOY / "kpi.env.example").read_text("utf-8").splitlines()
    if line[:1] not in ("", "#")
)


def unit():
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read_string(UNIT)
    return parser


def test_the_service_starts_the_application_with_room_for_many_sessions():
    service = unit()["Service"]
    assert "streamlit run streamlit_app.py" in service["ExecStart"]
    assert service["LimitNOFILE"] == "65536"
    assert service["Restart"] == "always"
    assert service["User"] not in ("", "root")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_understands_every_line_of_the_service(tmp_path):
    (tmp_path / "kpi@.service").write_text(UNIT.replace("/opt/kpi/.venv/bin/streamlit", "/bin/true"), "utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "kpi@1.service"], capture_output=True, text=True
    )
    assert [line for line in checked.stderr.splitlines() if "kpi@" in line and "postgresql" not in line] == []


def test_nginx_knows_the_ports_the_services_listen_on():
    ports = set(re.findall(r"server 127\.0\.0\.1:(\d+)", SITE))
    assert ports == {"8501", "8502", "8503"}
    assert "--server.port 850%i" in UNIT


def test_every_process_in_nginx_is_reachable_by_its_cookie():
    upstreams = set(re.findall(r"^upstream (\w+)", SITE, re.M))
    assert set(re.findall(r"^\s+(?:\d+%|\*)\s+(\w+);", SITE, re.M)) == upstreams
    assert set(re.findall(r"^\s+(kpi_\d)\s+\1;", SITE, re.M)) == upstreams


def test_the_site_keeps_websockets_cookies_and_addresses_as_the_application_needs_them():
    for needed in (
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "proxy_cookie_flags ~ secure;",
        "location = /_stcore/metrics { deny all; }",
    ):
        assert needed in SITE


def test_the_site_accepts_uploads_as_large_as_the_application_does():
    limit = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]["maxUploadSize"]
    assert int(re.search(r"client_max_body_size (\d+)m;", SITE)[1]) >= limit


def test_braces_close_in_the_site():
    bare = re.sub(r"#.*|'[^']*'|\"[^\"]*\"", "", SITE)
    assert bare.count("{") == bare.count("}")


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed here")
def test_nginx_understands_every_line_of_the_site(tmp_path):
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=kpi", "-days", "1"]
    subprocess.run(
        [*made, "-keyout", tmp_path / "private.pem", "-out", tmp_path / "fullchain.pem"],
        check=True,
        capture_output=True,
    )
    site = tmp_path / "site.conf"
    site.write_text(SITE.replace("/etc/ssl/kpi", str(tmp_path)), "utf-8")
    main = tmp_path / "nginx.conf"
    main.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ include {site}; }}\n", "utf-8")
    checked = subprocess.run(["nginx", "-t", "-c", main, "-p", tmp_path], capture_output=True, text=True)
    assert "syntax is ok" in checked.stderr, checked.stderr


def test_the_environment_names_only_settings_that_exist():
    streamlit_options.get_config_options()
    known = {option.env_var for option in streamlit_options._config_options.values()}
    ours = {"DATABASE_URL", "KPI_TRUSTED_PROXY", "TZ"}
    assert set(ENVIRONMENT) - ours - known == set()
    source = "".join(path.read_text("utf-8") for path in (ROOT / "kpi").rglob("*.py"))
    assert [name for name in ("DATABASE_URL", "KPI_TRUSTED_PROXY") if f'"{name}"' not in source] == []


def test_no_secret_is_handed_out_with_the_examples():
    assert ENVIRONMENT["STREAMLIT_SERVER_COOKIE_SECRET"] == ""
    assert not re.search(r"://[^/@\s]+:[^/@\s]+@", "".join(ENVIRONMENT.values()))

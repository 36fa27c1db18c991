"""A real mail server for one test: Postfix, with Dovecot to check passwords, in a folder of their own.

Its command line is the folder of `helper.py`, and JSON: `accounts` (user to password), `mailboxes` (names at school.test).
"""

import base64
import ctypes
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, sys.argv[1])
from helper import end_with_parent, say, serve  # noqa: E402

DOMAIN = "school.test"

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.{domain}
mydestination =
mynetworks =
alias_maps =
alias_database =
virtual_mailbox_domains = {domain}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {mailboxes} }}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_tls_cert_file = {folder}/conf/cert.pem
smtpd_tls_key_file = {folder}/conf/key.pem
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_error_sleep_time = 0
message_size_limit = 2000000
smtputf8_enable = yes
"""

MASTER = """
127.0.0.1:{start_tls} inet n - n - - smtpd
127.0.0.1:{tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 discard
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""

DOVECOT = """
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot
log_path = {folder}/dovecot.log
protocols =
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {folder}/passwords
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home=/nonexistent
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0660
    user = postfix
  }}
}}
"""


def die_with_us():
    """In a child: it gets SIGTERM when this process ends, however it ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def write(folder, name, text, mode=0o644):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)
    os.chmod(os.path.join(folder, name), mode)


def certificate(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=mail", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True, cwd=folder)


def configure(folder, options):
    os.chmod(folder, 0o755)
    for name in ("conf", "queue", "data", "mail", "dovecot"):
        os.mkdir(os.path.join(folder, name))
    postfix = pwd.getpwnam("postfix")
    os.chown(os.path.join(folder, "data"), postfix.pw_uid, postfix.pw_gid)
    os.chown(os.path.join(folder, "mail"), 65534, 65534)
    certificate(f"{folder}/conf")
    mailboxes = ", ".join(f"{{ {name}@{DOMAIN} = {name}/ }}" for name in options["mailboxes"])
    start_tls, tls = free_ports(2)
    write(folder, "conf/main.cf", MAIN.format(folder=folder, domain=DOMAIN, mailboxes=mailboxes))
    write(folder, "conf/master.cf", MASTER.format(start_tls=start_tls, tls=tls))
    write(folder, "dovecot.conf", DOVECOT.format(folder=folder))
    passwords = "".join(
        f"{user}:{{PLAIN.b64}}{base64.b64encode(password.encode()).decode()}\n"
        for user, password in options["accounts"].items())
    write(folder, "passwords", passwords, 0o600)
    dovecot = pwd.getpwnam("dovecot")
    os.chown(f"{folder}/passwords", dovecot.pw_uid, dovecot.pw_gid)
    return start_tls, tls


def logged(folder):
    lines = []
    for name in ("mail.log", "dovecot.log", "out"):
        try:
            with open(os.path.join(folder, name), errors="replace") as file:
                lines += file.readlines()[-20:]
        except OSError:
            pass
    return "".join(lines)


def wait_until_ready(folder, ports, children):
    end = time.monotonic() + 30
    for port in ports:
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
            except OSError:
                if time.monotonic() > end or any(child.poll() is not None for child in children):
                    raise TimeoutError("the mail server does not start")
                time.sleep(0.05)
    while not os.path.exists(os.path.join(folder, "auth")):
        if time.monotonic() > end:
            raise TimeoutError("dovecot does not start")
        time.sleep(0.05)


def main():
    options = json.loads(sys.argv[2])
    for program in ("postfix", "dovecot"):
        if not shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/usr/lib/dovecot"):
            say({"error": f"{program} is not installed: apt-get install postfix dovecot-core, or run ./test"})
            return
    if os.getuid() != 0:
        say({"error": "postfix starts as root alone"})
        return
    folder = tempfile.mkdtemp(prefix="mail-")
    children = []

    def stop():
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(timeout=5)
            except subprocess.TimeoutExpired:
                child.kill()
        shutil.rmtree(folder, ignore_errors=True)

    end_with_parent(stop)
    environment = dict(os.environ, PATH=os.environ["PATH"] + ":/usr/sbin:/sbin")
    try:
        ports = configure(folder, options)
        with open(f"{folder}/out", "w") as output:
            common = dict(stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment)
            # Makes the folders of the queue, which `master` expects.
            subprocess.run(["postfix", "-c", f"{folder}/conf", "check"], timeout=30, **common)
            daemons = subprocess.check_output(
                ["postconf", "-c", f"{folder}/conf", "-h", "daemon_directory"], env=environment, text=True).strip()
            for command in (
                ["dovecot", "-F", "-c", f"{folder}/dovecot.conf"], [f"{daemons}/master", "-c", f"{folder}/conf", "-d"]
            ):
                children.append(subprocess.Popen(command, preexec_fn=die_with_us, **common))
        wait_until_ready(folder, ports, children)
    except Exception as error:
        say({"error": f"{error!r}:\n{logged(folder)}"})
        stop()
        return

    def mails(command):
        box = os.path.join(folder, "mail", command["mailbox"], "new")
        end = time.monotonic() + 20
        while True:
            names = sorted(os.listdir(box)) if os.path.isdir(box) else []
            if len(names) >= command["count"] or time.monotonic() > end:
                break
            time.sleep(0.02)
        return [base64.b64encode(open(os.path.join(box, name), "rb").read()).decode() for name in names]

    say(dict(startTLS=ports[0], tls=ports[1], ca=f"{folder}/conf/cert.pem"))
    serve(dict(mails=mails, log=lambda command: logged(folder)), stop)


main()

import Foundation
import Operations
import Reactor

@testable import Launcher

/// What the demonstration needs beside the fleet: the project's scripts and a Python environment that tests share.
enum DemoFleet {
    static let projectRoot = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL.path
    static let scripts = projectRoot + "/Scripts"
    static let pythonEnvironment = projectRoot + "/.flotilla-test/venv"

    /// What `./test` fetches; nil where the index was away.
    static var modelEnvironment: String? {
        let path = projectRoot + "/.flotilla-test/models"
        return FileManager.default.fileExists(atPath: path + "/.pinned") ? path : nil
    }

    /// Makes the environment where `./test` has not.
    static func preparePython(on loop: EventLoop) async throws {
        let arguments = [scripts + "/venv.sh", pythonEnvironment, scripts + "/requirements/test.txt"]
        let command = ProcessCommand("bash", arguments, environment: ProcessInfo.processInfo.environment)
        try await ShortCommand(command: command, limit: .seconds(600), loop: loop).runToSuccess()
    }

    /// An API that knows sign-up, a notification, a document, an answer about it, a class that revises, and one scan, which ends as `outcome` at the third look.
    /// - Parameter buckets: how looking at them went.
    static func api(outcome: String, buckets: String = "ok") -> String {
        """
        #!/usr/bin/python3
        import http.server, json, os
        looks = 0
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def answer(self, status, body=None):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "{}")
                if self.path == "/auth/signup":
                    account = {"external_id": "flotilla-0123", "role_arn": body.get("role_arn")}
                    return self.answer(201, {"token": "T", "user": {"email": body["email"], "account": account}})
                if self.path == "/notifications":
                    return self.answer(202, {"id": "N", "status_url": "/notifications/N"})
                if self.path == "/users":
                    return self.answer(201, {"id": "U", "invite_token": "I"})
                if self.path == "/auth/accept" and body["token"] == "I":
                    return self.answer(200, {"token": "T"})
                if self.path == "/classes" and len(body["student_ids"]) == 6:
                    return self.answer(201, {"id": "C"})
                if self.path == "/learning-paths" and body["class_ids"] == ["C"]:
                    return self.answer(202, {"id": "L", "status_url": "/learning-paths/L", "students": 6})
                if self.path == "/learning-paths/L/validate":
                    return self.answer(200, {})
                if self.path == "/revision-sessions" and body == {"learning_path_id": "L", "step": 1}:
                    return self.answer(201, {"id": "V", "status_url": "/revision-sessions/V"})
                if self.path == "/revision-sessions/V/questions":
                    return self.answer(202, {"id": "G", "status_url": "/generations/G"})
                if self.path == "/revision-sessions/V/end":
                    return self.answer(202, {"progress": 50})
                if self.path == "/documents" and body["content_type"] == "text/plain" and body["text"]:
                    return self.answer(202, {"id": "D", "status_url": "/documents/D"})
                if self.path == "/generations" and body["input"]["document_ids"] == ["D"]:
                    return self.answer(202, {"id": "G", "status_url": "/generations/G"})
                if self.headers["Authorization"] != "Bearer T" or body["services"] != ["ec2", "s3", "vpc", "rds"]:
                    return self.answer(401, {"detail": "not you"})
                run = {"id": "R", "service": "ec2", "job_id": "J", "status": "queued"}
                self.answer(202, {"id": "S", "status": "in_progress", "status_url": "/scans/S", "runs": [run]})
            def do_GET(self):
                global looks
                if self.path == "/readyz":
                    return self.answer(200, {})
                if self.path == "/notifications/N":
                    sent = {"channel": "in_app", "recipient": "U", "status": "sent", "attempts": [{"code": "stored"}]}
                    return self.answer(200, {"deliveries": [sent]})
                if self.path.startswith("/notifications?"):
                    items = [{"subject": "A new path", "link": "/#/learning-paths/L"},
                             {"subject": "A session has ended", "link": "/#/revision-sessions/V"}]
                    return self.answer(200, {"items": items})
                if self.path == "/learning-paths/L":
                    return self.answer(200, {"status": "ready", "steps": [{}, {}]})
                if self.path == "/indicators":
                    return self.answer(200, {"total": {"sessions": 1, "questions": 1, "places": 6}})
                if self.path == "/documents/D":
                    return self.answer(200, {"id": "D", "status": "ready", "chunks": 2, "embedding_model": "vectors"})
                if self.path == "/generations/G":
                    looks += 1
                    usage = {"prompt_tokens": 120, "completion_tokens": 9, "estimated": False}
                    output = {"text": "Oxygen, says the text.\\nAnd more."}
                    status = "running" if looks % 2 else "succeeded"
                    return self.answer(200, {"status": status, "output": output, "model": "a-model", "usage": usage,
                                             "cost_micros": 42})
                if self.path == "/scans/S":
                    looks += 1
                    status = "in_progress" if looks < 3 else "\(outcome)"
                    lines = [{"service": "ec2", "region": "eu-west-1", "status": "ok", "resources": 21},
                             {"service": "s3", "region": "global", "status": "\(buckets)", "reason": None}]
                    return self.answer(200, {"id": "S", "status": status, "complete": "\(buckets)" == "ok",
                                             "completeness": lines, "runs": [{"service": "ec2", "status": status}]})
                if self.path.startswith("/findings?status=open"):
                    resource = {"identifier": "shared", "region": "eu-west-1"}
                    found = [{"severity": severity, "resource": resource, "title": f"It is {severity}"}
                             for severity in ["low", "critical", "medium"]]
                    return self.answer(200, {"items": found, "next_cursor": None})
                if "type=ec2_instance" not in self.path:
                    return self.answer(200, {"items": [{"region": "eu-west-1"}], "next_cursor": None})
                row = {"instance_type": "t3.micro", "state": "running", "region": "eu-west-1", "private_ip": None}
                if "cursor=" not in self.path:
                    items = [dict(row, instance_id=f"i-{number:04}") for number in range(20)]
                    return self.answer(200, {"items": items, "next_cursor": "a+b/="})
                found = [dict(row, instance_id="i-last")] if self.path.endswith("cursor=a%2Bb%2F%3D") else []
                self.answer(200, {"items": found, "next_cursor": None})
            def log_message(self, *arguments): pass
        http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
        """
    }
}

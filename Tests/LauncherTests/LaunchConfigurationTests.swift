import Foundation
import Operations
import Testing

@testable import Launcher

@Suite("What flotilla up reads")
struct LaunchConfigurationTests {
    private func read(_ environment: [String: String], _ arguments: [String] = []) throws -> LaunchConfiguration {
        let reader = ConfigurationReader(
            environment: environment, arguments: arguments, directory: "/nonexistent",
            known: Variable.ofEveryFleet + [Variable("FLOTILLA_EMAIL_PROVIDER", "of the notifications")],
            isTerminal: false)
        return try ConfigurationReader.read(from: reader) {
            LaunchConfiguration(&$0, environment: environment, workingDirectory: "/work place")
        }
    }

    @Test("flags and .env reach the processes as environment variables")
    func flagsBecomeVariables() throws {
        let configuration = try read(["LEASE": "5s", "OTHER": "kept"], ["--lease", "3s", "--log-level=debug"])
        #expect(configuration.environment["LEASE"] == "3s")
        #expect(configuration.environment["LOG_LEVEL"] == "debug")
        #expect(configuration.environment["OTHER"] == "kept")
    }

    @Test("a default is not handed on as if it were set")
    func defaults() throws {
        let configuration = try read(["LEASE": "5s"], ["--lease", Variable.lease.defaultValue ?? ""])
        #expect(configuration.environment["LEASE"] == Variable.lease.defaultValue)
        #expect(configuration.environment["SHUTDOWN_GRACE"] == nil)
    }

    @Test("a setting of a domain in .env reaches the processes, which begin in another folder")
    func ofDomains() throws {
        let folder = try TemporaryFolder()
        let file = "GREETING=hello there\n"
        try Data(file.utf8).write(to: URL(filePath: folder.path + "/.env"))
        let reader = ConfigurationReader(
            environment: [:], arguments: [], directory: folder.path,
            known: Variable.ofEveryFleet + [Variable("GREETING", "what is said")], isTerminal: false)
        let configuration = try ConfigurationReader.read(from: reader) { LaunchConfiguration(&$0, environment: [:]) }
        #expect(configuration.environment["GREETING"] == "hello there")
    }

    @Test("the files of secrets reach the processes by their absolute names, and what they hold does not")
    func secretFiles() throws {
        let folder = try TemporaryFolder()
        try Data("postgresql://app:word@db/flotilla\n".utf8).write(to: URL(filePath: folder.path + "/url"))
        try Data("smtp://u:word@mail".utf8).write(to: URL(filePath: folder.path + "/mail"))
        let smtp = Variable("SMTP_URL", "of the notifications", isSecret: true)
        let given = ["DATABASE_URL": "", "DATABASE_URL_FILE": "url"]
        let reader = ConfigurationReader(
            environment: given, arguments: ["--smtp-url-file=mail"], directory: folder.path,
            known: Variable.ofEveryFleet + [smtp], isTerminal: false)
        let configuration = try ConfigurationReader.read(from: reader) {
            LaunchConfiguration(&$0, environment: given, workingDirectory: folder.path)
        }
        #expect(configuration.environment["DATABASE_URL_FILE"] == folder.path + "/url")
        #expect(configuration.environment["SMTP_URL_FILE"] == folder.path + "/mail")
        #expect(configuration.databaseURL?.reveal() == "postgresql://app:word@db/flotilla" && configuration.hasMail)
        #expect(!configuration.environment.values.contains { $0.contains("word") })
    }

    @Test("the folder is relative to the working directory, spaces and all")
    func folder() throws {
        #expect(try read([:]).directory == "/work place/.flotilla")
        #expect(try read(["FLOTILLA_DIR": "../é x"]).directory == "/é x")
        #expect(try read(["FLOTILLA_DIR": "/abs/"]).directory == "/abs")
    }

    @Test("an endpoint, a key or a profile of AWS means that there is a cloud to scan")
    func clouds() throws {
        #expect(try !read([:]).hasCloud)
        #expect(try read(["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]).hasCloud)
        #expect(try read(["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"]).hasCloud)
        #expect(try read(["AWS_PROFILE": "me"]).hasCloud)
        #expect(try !read(["AWS_REGION": "eu-west-1"]).hasCloud)
    }

    @Test("a mail server, or a provider that is not SMTP, means that no mail is caught")
    func mails() throws {
        #expect(try !read([:]).hasMail)
        #expect(try !read(["SMTP_URL": "", "FLOTILLA_EMAIL_PROVIDER": "smtp"]).hasMail)
        #expect(try read(["SMTP_URL": "smtp://127.0.0.1:25"]).hasMail)
        #expect(try read(["FLOTILLA_EMAIL_PROVIDER": "ses"]).hasMail)
    }

    @Test("Ollama, or a server of OpenAI's API, means that no model is fetched")
    func models() throws {
        #expect(try !read(["OLLAMA_HOST": "", "AI_MODEL": "x", "OPENAI_API_KEY": "k"]).hasModels)
        #expect(try read(["OLLAMA_HOST": "127.0.0.1:11434"]).hasModels)
        #expect(try read(["OPENAI_BASE_URL": "http://127.0.0.1:9/v1"]).hasModels)
        #expect(try read(["AI_EMBEDDING_URL": "http://127.0.0.1:9/v1"]).hasEmbeddings)
    }

    @Test(
        "an address that means all of them is called by the loopback one",
        arguments: [
            ("127.0.0.1", "http://127.0.0.1:80"), ("0.0.0.0", "http://127.0.0.1:80"), ("::", "http://[::1]:80"),
            ("fe80::1", "http://[fe80::1]:80"), ("localhost", "http://localhost:80"),
        ])
    func addresses(host: String, url: String) throws {
        #expect(try read(["HOST": host]).apiURL(port: 80) == url)
    }

    @Test("a malformed value is refused before anything starts", arguments: ["PORT", "SHUTDOWN_GRACE", "DATABASE_URL"])
    func malformed(name: String) {
        #expect(throws: ConfigurationError.self) { try read([name: "no such thing"]) }
    }
}

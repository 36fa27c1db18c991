import FleetTestSupport
import Foundation
import MailTestSupport
import ModelTestSupport
import Postgres
import TestSupport

/// All programs of a fleet, each started again when it dies, with a mail server that keeps what it gets and a model that says
/// what the script needs.
final class SchoolFleet: Sendable {
    static let workers = ["AIWorker", "BillingWorker", "NotifyWorker"]
    private static let mailServer = Task { try await FaultyMailServer() }
    private static let mailParser = Task { try await MailParser() }
    private static let chats = "/v1/chat/completions"

    let fleet: Fleet
    let admin: Caller
    /// Of everybody's addresses.
    let domain: String
    private let provider: ScriptedProvider
    private let mails: FaultyMailServer
    private let supervised: [String: SupervisedWorkers]

    private init(
        _ fleet: Fleet, admin: Caller, domain: String, _ provider: ScriptedProvider, _ mails: FaultyMailServer,
        _ supervised: [String: SupervisedWorkers]
    ) {
        self.fleet = fleet
        self.admin = admin
        self.domain = domain
        self.provider = provider
        self.mails = mails
        self.supervised = supervised
    }

    static func start(domain: String) async throws -> SchoolFleet {
        let (mails, provider) = (try await mailServer.value, try await ScriptedProvider())
        let seller = URL(filePath: #filePath).appending(path: "../../../Scripts/demo_seller.json").standardizedFileURL
        let fleet = try await Fleet.start(
            .init(environment: [
                "LEASE": "3s", "FLOTILLA_SELLER_FILE": seller.path, "FLOTILLA_PUBLIC_URL": "https://\(domain)",
                "SMTP_URL": "smtp://127.0.0.1:\(mails.ports.plain)", "SMTP_FROM": "Flotilla <no-reply@flotilla.test>",
                "OPENAI_BASE_URL": provider.url + "/v1", "AI_MODEL": "scripted",
            ]))
        try await fleet.startAPI()
        var supervised: [String: SupervisedWorkers] = [:]
        for program in workers + ["enqueuer", "ScanWorker"] {
            let crew = SupervisedWorkers(fleet)
            try await crew.add(1, of: program)
            supervised[program] = crew
        }
        return SchoolFleet(
            fleet, admin: try await fleet.user(role: "admin"), domain: domain, provider, mails, supervised)
    }

    func stop() async {
        for crew in supervised.values { await crew.end() }
        await fleet.stop()
    }

    /// Those of a program that run at this moment.
    func members(of program: String) -> [FleetProcess] { supervised[program]?.members ?? [] }

    /// What the model answers from now on: two pieces, and an end that lets itself be waited for.
    func answer(_ text: String) async throws {
        let middle = text.index(text.startIndex, offsetBy: text.count / 2)
        let pieces = [String(text[..<middle]), String(text[middle...])].map { piece in
            JSON.object(["model": "scripted-1", "choices": [["index": 0, "delta": ["content": .string(piece)]]]])
        }
        let end: [JSON] = [
            ["model": "scripted-1", "choices": [["index": 0, "delta": [:], "finish_reason": "stop"]]],
            ["model": "scripted-1", "choices": [], "usage": ["prompt_tokens": 100, "completion_tokens": 20]],
        ]
        let lines = (pieces + end).map(\.description) + ["[DONE]"]
        try await provider.script(
            Self.chats, .stream(lines.map { "data: \($0)\n\n" }.joined()) { $0.pause = 500 })
    }

    /// The subjects of the mails that came in for each address.
    func mailSubjects() async throws -> [String: [String]] {
        let parser = try await Self.mailParser.value
        var subjects: [String: [String]] = [:]
        for mail in try await mails.seen(in: domain) {
            let subject = try await parser.parse(Array(mail.data)).headers["subject"]
            subjects[mail.recipient, default: []].append(subject ?? "no subject")
        }
        return subjects
    }

    /// How many mails came in for each address.
    func mailCounts() async throws -> [String: Int] { try await mails.counts(in: domain) }

    /// Waits until no job of the account is open any more, those that are to run later included.
    func settled(_ tenant: String, within limit: Duration = .seconds(120)) async throws {
        let id = UUID(uuidString: tenant)
        let isOver = try await eventually(within: limit) {
            try await self.fleet.count(
                """
                select count(*) from jobs
                where tenant = \(id) and status::text in ('scheduled', 'queued', 'running', 'retrying')
                """) == 0
        }
        guard isOver else { throw Unexpected("jobs are open:\n\(String(fleet.logs.suffix(12_000)))") }
    }
}

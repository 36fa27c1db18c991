import Bare
import Foundation

/// Messages by one NotifyWorker to other sides that keep nothing, all of them queued before it starts; and the same bytes by
/// a client alone, without a job, a ledger or a result.
struct NotifyBenchmark: Benchmark {
    /// So many that their limits leave no slot of the worker empty.
    private static let schools = 4
    private static let endpoints = 4
    /// Of each channel.
    private static let messages = 8000
    /// Of one request.
    private static let recipients = 1000
    private static let connections = 16

    let name = "notify"

    let figures = [
        FigureKind(key: "mail", title: "mails by NotifyWorker", unit: "mails/s", ceiling: "mailCeiling", usage: "mail"),
        FigureKind(
            key: "mailCeiling", title: "the same mail by libcurl, bare", unit: "mails/s", usage: "mailBare"),
        FigureKind(
            key: "webhook", title: "signed webhooks by NotifyWorker", unit: "posts/s", ceiling: "webhookCeiling",
            usage: "webhook"),
        FigureKind(
            key: "webhookCeiling", title: "the same requests, bare", unit: "posts/s", usage: "webhookBare"),
    ]

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        try await fleet.empty()
        _ = try await fleet.database.query(
            "truncate flotilla.notifications, flotilla.webhook_endpoints, flotilla.delivery_circuits cascade")
        let schools = try (0..<Self.schools).map { _ in try signUp(fleet) }
        try await mail(fleet, schools, &run)
        try await fleet.empty()
        try await webhooks(fleet, schools, &run)
        try await fleet.empty()
        return run
    }

    private func mail(_ fleet: Fleet, _ schools: [School], _ run: inout Run) async throws {
        let sink = try MailSink()
        let recipients = (0..<Self.recipients).map { #"{"email":"reader\#($0)@sink.test"}"# }.joined(separator: ",")
        let body = #"{"to":[\#(recipients)],"channels":["email"],\#(Self.text)}"#
        for number in 0..<(Self.messages / Self.recipients) {
            try schools[number % schools.count].post("/notifications", body, 202)
        }
        let settings = [
            "SMTP_URL": "smtp://127.0.0.1:\(sink.port)?tls=off", "SMTP_FROM": "Flotilla <fleet@sink.test>",
        ]
        try await deliver("email", "mail", settings, fleet, &run) { sink.count }
        let ceiling = MailCeiling(port: sink.port, data: sink.message)
        try await bare("mail", &run) {
            try await ceiling.run(messages: Self.messages, threads: Self.connections)
        }
    }

    private func webhooks(_ fleet: Fleet, _ schools: [School], _ run: inout Run) async throws {
        let sink = try WebSink()
        for school in schools {
            for number in 0..<Self.endpoints {
                try school.post(
                    "/webhook-endpoints", #"{"url":"http://127.0.0.1:\#(sink.port)/hooks/\#(number)"}"#, 201)
            }
        }
        let body = #"{"to":{"role":"school"},"channels":["webhook"],\#(Self.text)}"#
        let share = Self.messages / Self.endpoints / schools.count
        _ = try await Threads.run(schools.count) { number in
            for _ in 0..<share { try schools[number].post("/notifications", body, 202) }
        }
        try await deliver("webhook", "webhook", [:], fleet, &run) { sink.count }
        let ceiling = WebCeiling(port: sink.port, request: sink.request)
        try await bare("webhook", &run) {
            try await ceiling.run(requests: Self.messages, threads: Self.connections)
        }
    }

    /// From the first claim to the last result.
    private func deliver(
        _ channel: String, _ key: String, _ settings: [String: String], _ fleet: Fleet, _ run: inout Run,
        _ arrived: @escaping () -> Int
    ) async throws {
        // As in a fleet that has served for a while: the tables were emptied a moment ago.
        _ = try await fleet.database.query("analyze")
        let worker = try await fleet.start("NotifyWorker", settings)
        defer { worker.signal(SIGKILL) }
        // The sink is a part of this process.
        let meter = UsageMeter(fleet.processes.merging(["sink": getpid()]) { $1 }, worker: worker.pid)
        await meter.start()
        try await Fleet.eventually(within: .seconds(300), "\(key): \(arrived()) of \(Self.messages) arrived") {
            arrived() >= Self.messages
        }
        let those = "where kind = 'notify.\(channel)'"
        try await Fleet.eventually(within: .seconds(60), "\(key): not every job ended") {
            try await fleet.jobs("count(*) filter (\(those) and finished_at is null)") == 0
        }
        run.usage[key] = await meter.stop(jobs: Self.messages)
        _ = await worker.terminate(grace: .seconds(30))
        let span = try await fleet.jobs(
            "extract(epoch from max(finished_at) filter (\(those)) - min(started_at) filter (\(those)))")
        run.values[key] = Double(Self.messages) / span
        run.check("\(key): each arrived once", arrived() == Self.messages, "\(arrived()) of \(Self.messages)")
        let done = try await fleet.jobs("count(*) filter (\(those) and status = 'succeeded' and attempt = 1)")
        run.check("\(key): every job succeeded", Int(done) == Self.messages, "\(Int(done)) of \(Self.messages)")
    }

    private func bare(_ key: String, _ run: inout Run, _ body: () async throws -> Duration) async throws {
        let meter = UsageMeter(["bare and sink": getpid()])
        let time = try await body()
        run.usage[key + "Bare"] = await meter.stop(jobs: Self.messages)
        run.values[key + "Ceiling"] = Double(Self.messages) / (time / .seconds(1))
    }

    private static let text =
        #""subject":"Your learning path is ready","body":"Hello Ada, your learning path is ready: twelve lessons await you.""#

    // MARK: Schools

    /// A tenant, as its administrator sees the API.
    private struct School: Sendable {
        let url: String
        let token: String

        func post(_ path: String, _ body: String, _ expected: Int) throws {
            let answer = try BareHTTP(url: url, token: token).post(path, Array(body.utf8))
            guard answer.status == expected else {
                throw BenchError(
                    "POST \(path) was answered \(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
            }
        }
    }

    private func signUp(_ fleet: Fleet) throws -> School {
        let email = "school-\(UUID().uuidString.lowercased())@sink.test"
        let body = #"{"email":"\#(email)","password":"correct horse battery staple"}"#
        let answer = try BareHTTP(url: fleet.apiURL).post("/auth/signup", Array(body.utf8))
        let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        guard answer.status == 201, let token = object?["token"] as? String else {
            throw BenchError("POST /auth/signup was answered \(answer.status)")
        }
        return School(url: fleet.apiURL, token: token)
    }
}

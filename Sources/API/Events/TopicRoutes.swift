import Accounts
import Foundation
import HTTPServer
import Jobs
import Scans
import School

/// `GET /events?topics=…`: one stream for all that a page shows, so that a browser needs one connection a tab.
struct TopicRoutes: APIModule {
    private let context: APIContext
    private let access: JobAccess
    private let scans: ScanStore

    /// What a caller may hear of, found out before the stream begins.
    private struct Plan: Sendable {
        var jobs: [(topic: String, service: String?, job: JobRecord)] = []
        var inbox: String?
        var messages: (topic: String, party: UUID)?
        var overview: String?
    }

    init(_ context: APIContext) {
        self.context = context
        access = JobAccess(context)
        scans = ScanStore(database: context.connections.domains, jobs: context.store)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/events", for: .everybody,
            APIOperation("streamEvents", "One stream for all that a page shows").parameter(
                APIParameter(
                    "topics", .string,
                    "Some of job:ID, scan:ID, inbox, messages, overview, with commas between, at most 20.",
                    isRequired: true)
            ).streams(
                APIEvent("status", "{topic, data}: a job or a run of a scan."), APIEvent("progress", "{topic, data}"),
                APIEvent("chunk", "{topic, data}"), APIEvent("done", "{topic, data}"),
                APIEvent("notification", "{topic, data}"), APIEvent("read", "{topic, data}"),
                APIEvent("unread", "{topic, data}"), APIEvent("message", "{topic, data}: of a conversation."),
                APIEvent("changed", "{topic, data}: ask GET /overview again."),
                APIEvent("ready", "{}: what happens from here on is on this stream.")
            ).refuses(.notFound), events)
    }

    @Sendable private func events(_ call: Call) async throws -> HTTPResponse {
        let (request, user) = (call.request, call.principal.userID)
        try request.allowQuery(["topics"])
        let token = try context.verified(request)
        let plan = try await plan(TopicList(request), for: call.principal)
        let (revocations, hub, streams) = (context.revocations, context.topics, context.streams)
        let (inboxes, conversations) = (context.inboxes, context.conversations)
        return .events { writer in
            let stream = Listener(request.caller, hub.unread, expiresAt: token.expiresAt) {
                revocations.refuses(token)
            }
            let jobs = plan.jobs.map { job in
                (Listener(EventTopic(job.topic, job.service.map { (name: "service", value: $0) }, in: stream)), job.job)
            }
            let inbox = plan.inbox.map { Listener(EventTopic($0, in: stream)) }
            let messages = plan.messages.map { (Listener(EventTopic($0.topic, in: stream)), $0.party) }
            func leave() async {
                for (listener, job) in jobs { await streams.remove(listener, from: job.id) }
                if let inbox { await inboxes.remove(inbox, of: user) }
                if let (listener, party) = messages { await conversations.remove(listener, of: party) }
                await hub.remove(stream)
            }
            do {
                try await writer.write(EventText.hello)
                await hub.add(stream, overview: plan.overview.map { Listener(EventTopic($0, in: stream)) })
                for (listener, job) in jobs { await streams.add(listener, to: job, after: nil) }
                if let inbox { try await inboxes.add(inbox, of: user, after: nil) }
                if let (listener, party) = messages { try await conversations.add(listener, of: party, after: nil) }
                _ = stream.push(EventText.ready)
                while let piece = try await stream.next() { try await writer.write(piece) }
            } catch {
                await leave()
                throw error
            }
            await leave()
        }
    }

    /// - Throws: 404 for what is not there, or is another tenant's; 403 for the fleet's figures.
    private func plan(_ list: TopicList, for principal: Principal) async throws -> Plan {
        var plan = Plan()
        for (name, topic) in list.topics {
            switch topic {
            case .job(let id): plan.jobs.append((name, nil, try await access.job(id, for: principal)))
            case .scan(let id):
                guard Set<Role>.readers.contains(principal.role),
                    let scan = try await scans.scan(id, of: principal.tenant)
                else { throw Problem.notFound() }
                for run in scan.runs {
                    plan.jobs.append((name, run.service, try await access.job(run.jobID, for: principal)))
                }
            case .inbox: plan.inbox = name
            case .messages:
                guard ConversationRoutes.people.contains(principal.role) else {
                    throw Problem(
                        .forbidden, detail: "The role \(principal.role.rawValue) has no conversations.")
                }
                plan.messages = (name, ConversationParty(principal).id)
            case .overview:
                guard principal.role == .admin || principal.role == .support else {
                    throw Problem(
                        .forbidden,
                        detail: "The role \(principal.role.rawValue) does not see the overview of the fleet.")
                }
                plan.overview = name
            }
        }
        return plan
    }
}

import FleetTestSupport
import Foundation
import Postgres
import TestSupport

/// What has come of a script: the rows, and what each person received.
struct Outcome: Equatable {
    /// Without ids and times.
    var rows: [String] = []
    /// By name: subjects in the inbox.
    var inboxes: [String: [String]] = [:]
    /// By name: subjects of mails.
    var mails: [String: [String]] = [:]
    /// By name: mails of which it is not known whether they arrived.
    var unknown: [String: Int] = [:]
    /// By name: events of its streams.
    var events: [String: [String]] = [:]

    init(of script: SchoolScript) async throws {
        let arrived = try await script.place.mailSubjects()
        for person in script.people {
            let items = try await person.caller.get("/notifications")["items"].array
            inboxes[person.name] = items.map { Self.plain($0["subject"].string ?? "?") }.sorted()
            mails[person.name] = (arrived[person.email] ?? []).map(Self.plain).sorted()
            unknown[person.name] = try await script.place.fleet.count(
                """
                select count(*) from deliveries
                where channel = 'email' and status = 'unknown' and recipient = \(person.email)
                """)
        }
        events[script.professor.name] =
            script.inbox.events("notification").map { Self.plain($0.json["subject"].string ?? "?") }.sorted()
            + script.messages.events("message").map { "message: \($0.json["text"].string ?? "?")" }
        events[script.lea.name] = script.heard.withLock { $0 }
        rows = try await Self.rows(of: script)
    }

    /// Numbers differ with the time.
    private static func plain(_ text: String) -> String {
        text.replacing(/[0-9]+/, with: "#")
    }

    private static func rows(of script: SchoolScript) async throws -> [String] {
        let tenant = UUID(uuidString: script.tenant)
        let rows = try await script.place.fleet.database.query(
            """
            select 'path ' || path.name || ', ' || flotilla.learning_path_status(path) as line
            from learning_paths path where tenant = \(tenant)
            union all
            select 'step ' || number || ' ' || title || ', quiz ' || jsonb_array_length(quiz -> 'questions')
            from learning_path_steps where tenant = \(tenant)
            union all
            select 'pupil ' || split_part(email, '@', 1) || ', progress ' || progress || ', told ' || (notified_at is not null)
            from learning_path_students student join users on users.id = student_id where tenant = \(tenant)
            union all
            select 'session of step ' || step || ', score ' || score || ', progress ' || progress
            from revision_sessions where tenant = \(tenant)
            union all
            select 'question ' || text || ' ' || complexity || ', ' || outcome || ': ' || answer
            from revision_questions where tenant = \(tenant)
            union all
            select 'indicator ' || sessions || ' ' || questions || ' ' || score_sum
            from revision_indicators where tenant = \(tenant)
            union all
            select 'generation ' || type || ' ' || status || ' ' || count(*)
            from generations where tenant = \(tenant) group by type, status
            union all
            select 'document ' || title || ' ' || status || ' ' || chunks from documents where tenant = \(tenant)
            union all
            select 'message ' || number || ' to ' || split_part(email, '@', 1) || ': ' || text
                || ', delivered ' || (delivered_at is not null) || ', notified ' || (digest_id is not null)
            from conversation_messages join users on users.id = reader_id where tenant = \(tenant)
            union all
            select 'appointment ' || subject || ' ' || status || ', room ' || (room_id is not null) || ', reminders '
                || cardinality(reminder_jobs)
            from appointments where tenant = \(tenant)
            union all
            select 'invoice ' || number || ' ' || kind || ' ' || status || ' ' || total_cents
            from invoices where tenant = \(tenant)
            union all
            select 'notification ' || template || ' ' || count(*) from notifications where tenant = \(tenant) group by template
            union all
            select 'delivery ' || template || ' by ' || channel || ' to '
                || coalesce(split_part(email, '@', 1), 'nobody') || ', '
                || case when channel = 'email' and status = 'unknown' then 'sent' else status end || ' ' || count(*)
            from deliveries delivery join notifications on notifications.id = notification_id
                left join users on users.id = delivery.user_id
            where delivery.tenant = \(tenant)
            group by template, channel, email, case when channel = 'email' and status = 'unknown' then 'sent' else status end
            union all
            select 'jobs ' || kind || ' ' || status || ' ' || count(*) from jobs where tenant = \(tenant) group by kind, status
            """
        ).rows
        return try rows.map { try $0.decode("line", as: String.self) }.sorted()
    }

    /// One line for each person.
    var lines: [String] {
        inboxes.keys.sorted().map { name in
            "\(name): inbox \(inboxes[name] ?? []), mails \(mails[name] ?? []), unknown \(unknown[name] ?? 0), "
                + "streams \(events[name] ?? [])"
        }
    }

    /// What this has otherwise than an undisturbed run: other rows, something that came twice or not at all. A mail may be
    /// missing only where its delivery ended as `unknown`.
    func differences(from calm: Outcome) -> [String] {
        var found = Set(rows).symmetricDifference(calm.rows).map { "row: \($0)" }
        if inboxes != calm.inboxes { found.append("inboxes: \(inboxes), not \(calm.inboxes)") }
        if events != calm.events { found.append("streams: \(events), not \(calm.events)") }
        for (name, expected) in calm.mails {
            let arrived = mails[name] ?? []
            let twice = Set(arrived).filter { subject in
                arrived.count { $0 == subject } > expected.count { $0 == subject }
            }
            if !twice.isEmpty { found.append("mails to \(name) that came too often: \(twice)") }
            if expected.count - arrived.count > unknown[name] ?? 0 {
                found.append("mails to \(name): \(arrived), not \(expected)")
            }
        }
        return found.sorted()
    }
}

import Foundation

extension Demonstration {
    /// One message for the account's school, by mail and in the inbox.
    func notify(_ client: DemoClient) async throws {
        let channels = mails == nil ? ["in_app"] : ["in_app", "email"]
        let asked = ContinuousClock.now
        let answer = try await client.call(
            "/notifications",
            body: .object([
                "to": .object(["role": .string("school")]), "channels": .array(channels.map { .string($0) }),
                "subject": .string("Your first scan is done"),
                "body": .string("Its findings are worth a look."), "link": .string("/#/findings"),
            ]), expecting: 202
        ).body
        let accepted = ContinuousClock.now
        guard let place = answer["status_url"]?.string else {
            throw LaunchError("the answer of POST /notifications has no status_url")
        }
        say("")
        say("POST /notifications by \(channels.joined(separator: " and ")): 202 after \(milliseconds(asked, accepted))")
        if mails == nil { say("no mail: SMTP_URL says where mail goes, if anywhere") }
        let deliveries = try await settled(place, client, since: accepted)
        for delivery in deliveries {
            let attempt = delivery["attempts"]?.items.last
            say(
                "  \(delivery["channel"]?.string ?? "?") to \(delivery["recipient"]?.string ?? "?"): "
                    + "\(delivery["status"]?.string ?? "?") (\(attempt?["code"]?.string ?? "no attempt"))")
        }
        guard deliveries.allSatisfy({ $0["status"]?.string == "sent" }) else {
            throw LaunchError("the notification did not reach everybody")
        }
        let inbox = try await client.call("/notifications?unread=true", expecting: 200).body
        say("inbox: \(inbox["items"]?.items.first?["subject"]?.string ?? "empty")")
        if let mails { say("the mail is a file in \(mails)") }
        say("202 to sent: \(milliseconds(accepted, .now))")
    }

    private func settled(
        _ place: String, _ client: DemoClient, since accepted: ContinuousClock.Instant
    ) async throws -> [JSONValue] {
        while ContinuousClock.now - accepted < Self.limit {
            let deliveries = try await client.call(place, expecting: 200).body["deliveries"]?.items ?? []
            if deliveries.allSatisfy({ $0["status"]?.string != "queued" }) { return deliveries }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw LaunchError("the notification was not delivered within \(Self.limit)")
    }
}

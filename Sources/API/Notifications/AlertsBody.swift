import Foundation
import HTTPServer
import JSON
import Notifications
import Schemas

/// The body of `POST /alerts`: what Alertmanager posts to a webhook, version 4. Its later members are ignored.
///
/// Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
struct AlertsBody {
    struct Members: FieldSet {
        let version: Field<String> = Field("version", "\"4\"", schema: .choice(["4"])) {
            $0.stringValue == "4" ? "4" : nil
        }
        let alerts: Field<[JSONValue]> = Field(
            "alerts", "a list of 1 to \(Alert.most) alerts", schema: .array(of: AlertBody.schema, 1...Alert.most)
        ) { json in
            json.arrayValue.flatMap { (1...Alert.most).contains($0.count) ? $0 : nil }
        }
        let status: Field<Alert.Status> = .choice("status")
        let receiver = Field.text("receiver")
        let groupKey = Field.text("groupKey", atMost: 64 << 10)
        let externalURL = Field.text("externalURL")
        let truncatedAlerts = Field.integer("truncatedAlerts", in: 0...Int(Int32.max))
        let groupLabels = Field.texts("groupLabels")
        let commonLabels = Field.texts("commonLabels")
        let commonAnnotations = Field.texts("commonAnnotations")
    }

    private static let members = Members()

    let alerts: [Alert]

    init(_ json: JSONValue) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: nil)
        let list = fields.require(members.alerts) ?? []
        var alerts: [Alert] = []
        for (index, element) in list.enumerated() {
            do {
                alerts.append(try AlertBody(element).alert)
            } catch {
                fields.reject(error.errors, at: "/\(members.alerts.name)/\(index)")
            }
        }
        // What is not needed is of its type all the same: else it is another format.
        _ = fields.read(members.version)
        _ = fields.read(members.status)
        for text in [members.receiver, members.groupKey, members.externalURL] { _ = fields.read(text) }
        _ = fields.read(members.truncatedAlerts)
        for texts in [members.groupLabels, members.commonLabels, members.commonAnnotations] {
            _ = fields.read(texts)
        }
        try fields.finish()
        self.alerts = alerts
    }
}

/// One of them.
struct AlertBody {
    struct Members: FieldSet {
        let status: Field<Alert.Status> = .choice("status")
        let fingerprint = Field.line("fingerprint", atMost: Alert.longestFingerprint)
        let labels = Field.texts("labels")
        let annotations = Field.texts("annotations")
        let startsAt = Field.date("startsAt")
        let endsAt = Field.date("endsAt")
        let generatorURL = Field.text("generatorURL", atMost: 64 << 10)
    }

    private static let members = Members()

    let alert: Alert

    init(_ json: JSONValue) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: nil)
        let status = fields.require(members.status)
        let fingerprint = fields.require(members.fingerprint)
        let labels = fields.require(members.labels)
        let annotations = fields.read(members.annotations)
        let startsAt = fields.require(members.startsAt)
        let endsAt = fields.read(members.endsAt)
        let generatorURL = fields.read(members.generatorURL)
        try fields.finish()
        guard let status, let fingerprint, let labels, let startsAt else { throw Problem(.internalServerError) }
        alert = Alert(
            status: status, fingerprint: fingerprint, labels: labels, annotations: annotations ?? [:],
            startsAt: startsAt, endsAt: endsAt, generatorURL: generatorURL)
    }
}

extension Field<[String: String]> {
    /// Labels and annotations.
    fileprivate static func texts(_ name: String) -> Field {
        Field(name, "an object whose members are strings") { json in
            guard let object = json.objectValue else { return nil }
            var texts: [String: String] = [:]
            for (name, value) in object {
                guard let text = value.stringValue else { return nil }
                texts[name] = text
            }
            return texts
        }
    }
}

extension AlertsBody {
    static var schema: Schema { Members.schema(required: ["alerts"], isClosed: false) }
    static let example =
        #"{"version": "4", "alerts": [{"status": "firing", "fingerprint": "c1f2", "labels": {"alertname": "QueueStuck", "severity": "P2"}, "startsAt": "2026-11-01T09:00:00Z"}]}"#
}

extension AlertBody {
    fileprivate static var schema: Schema {
        Members.schema(required: ["status", "fingerprint", "labels", "startsAt"], isClosed: false)
    }
}

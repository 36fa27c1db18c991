import HTTPServer
import Scans

/// What of a cloud can be scanned, and what can be asked of what is found.
struct ProviderView: Encodable, Sendable {
    let provider: String
    let services: [Service]

    init(_ provider: ScanProvider) {
        self.provider = provider.rawValue
        services = provider.services.map { Service($0) }
    }

    struct Service: Encodable, Sendable {
        let service: String
        let kind: String
        let resourceTypes: [TypeView]

        init(_ service: ScanService) {
            self.service = service.rawValue
            kind = service.definition.kind.rawValue
            resourceTypes = service.resourceTypes.map { TypeView($0) }
        }
    }

    struct TypeView: Encodable, Sendable {
        let type: String
        let columns: [Column]
        let metrics: [MetricName]
        let rules: [Rule]

        init(_ type: ResourceType) {
            self.type = type.name
            columns = type.columns.map { Column(name: $0.name, kind: $0.kind.rawValue) }
            metrics = type.metrics.metrics.map {
                MetricName(name: $0.name, unit: $0.unit, statistic: $0.statistic.rawValue)
            }
            rules = FindingRule.all.filter { $0.type == type }.map { rule in
                Rule(
                    rule: rule.name, severity: rule.severity.rawValue, title: rule.title, meaning: rule.meaning,
                    remedy: rule.remedy)
            }
        }
    }

    struct Column: Encodable, Sendable {
        let name: String
        let kind: String
    }

    struct MetricName: Encodable, Sendable {
        let name: String
        let unit: String
        let statistic: String
    }

    struct Rule: Encodable, Sendable {
        let rule: String
        let severity: String
        let title: String
        let meaning: String
        let remedy: String
    }
}

import HTTPServer
import Scans

/// What of a cloud can be scanned, and what can be asked of what is found.
enum ProviderView {
    static func full(_ provider: ScanProvider) -> JSONValue {
        .object([
            "provider": .string(provider.rawValue),
            "services": .array(
                provider.services.map { service in
                    .object([
                        "service": .string(service.rawValue), "kind": .string(service.definition.kind.rawValue),
                        "resource_types": .array(service.resourceTypes.map(type)),
                    ])
                }),
        ])
    }

    private static func type(_ type: ResourceType) -> JSONValue {
        .object([
            "type": .string(type.name),
            "columns": .array(
                type.columns.map { .object(["name": .string($0.name), "kind": .string($0.kind.rawValue)]) }),
            "metrics": .array(
                type.metrics.metrics.map { metric in
                    .object([
                        "name": .string(metric.name), "unit": .string(metric.unit),
                        "statistic": .string(metric.statistic.rawValue),
                    ])
                }),
            "rules": .array(
                FindingRule.all.filter { $0.type == type }.map { rule in
                    .object([
                        "rule": .string(rule.name), "severity": .string(rule.severity.rawValue),
                        "title": .string(rule.title), "meaning": .string(rule.meaning), "remedy": .string(rule.remedy),
                    ])
                }),
        ])
    }
}

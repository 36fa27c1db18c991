public import Foundation
public import Operations
public import Tracing

extension CommonConfiguration {
    /// What exports a program's spans; nil where nothing is traced.
    public func traces(
        of program: String, instance: UUID = UUID(), registry: MetricsRegistry, logger: Logger
    ) -> SpanExporter? {
        tracing.map {
            SpanExporter(
                $0, program: program, version: Version.current, instance: instance, registry: registry, logger: logger)
        }
    }
}

import Foundation

/// Amazon CloudWatch, API version 2010-08-01; what a reading of metrics asks of it.
public struct CloudWatch: Sendable {
    /// What one call may ask for (GetMetricData).
    public static let queriesPerCall = 500
    /// Well below what AWS allows, so that a page stays small.
    private static let pointsPerPage = 40_000

    private let client: AWSClient

    public init(client: AWSClient) {
        self.client = client
    }

    /// - Parameters:
    ///   - from: inclusive, `to` exclusive.
    /// - Returns: one for each query, in their order. What came before a failure is kept.
    public func getMetricData(
        _ queries: [MetricQuery], from: Date, to: Date, in region: AWSRegion, _ context: AWSCallContext
    ) async -> [MetricData] {
        var all: [MetricData] = []
        // One after another: AWS limits each action in each region.
        for start in stride(from: 0, to: queries.count, by: Self.queriesPerCall) {
            let some = Array(queries[start..<min(queries.count, start + Self.queriesPerCall)])
            all += await read(some, from, to, region, context)
        }
        return all
    }

    /// The metrics of a name that had data in the last two weeks.
    public func listMetrics(
        _ name: String, of namespace: String, in region: AWSRegion, _ context: AWSCallContext
    ) async -> Listing<ListedMetric> {
        let call = call("ListMetrics", [("Namespace", namespace), ("MetricName", name)], region)
        let result = "ListMetricsResult"
        return await client.list(call, context, token: "NextToken") { bytes throws(MalformedAnswer) in
            try Page(
                bytes, records: ["ListMetricsResponse", result, "Metrics", "member"], next: [result, "NextToken"]
            ) { item throws(MalformedAnswer) in
                guard let name = item.value("MetricName") else { throw .missingField }
                let dimensions = item.items("Dimensions", "member").compactMap { dimension in
                    dimension.value("Name").map { MetricQuery.Dimension($0, dimension.value("Value") ?? "") }
                }
                return ListedMetric(name: name, dimensions: dimensions)
            }
        }
    }

    private func read(
        _ queries: [MetricQuery], _ from: Date, _ to: Date, _ region: AWSRegion, _ context: AWSCallContext
    ) async -> [MetricData] {
        let window = [
            ("StartTime", AWSTime.moment(from)), ("EndTime", AWSTime.moment(to)),
            ("ScanBy", "TimestampAscending"), ("MaxDatapoints", "\(Self.pointsPerPage)"),
        ]
        let fields = window.map { (name: $0.0, value: $0.1) }
        let call = call(
            "GetMetricData", fields + queries.enumerated().flatMap { index, query in query.parameters(index) }, region)
        let result = "GetMetricDataResult"
        let listing = await client.list(call, context, token: "NextToken") { bytes throws(MalformedAnswer) in
            try Page(
                bytes, records: ["GetMetricDataResponse", result, "MetricDataResults", "member"],
                next: [result, "NextToken"]
            ) { item throws(MalformedAnswer) in try MetricPart(item) }
        }
        return Self.joined(listing, count: queries.count)
    }

    /// A series may be spread over pages; its last page says how it ended.
    private static func joined(_ listing: Listing<MetricPart>, count: Int) -> [MetricData] {
        var parts = [[MetricPart]](repeating: [], count: count)
        for part in listing.elements where part.index < count { parts[part.index].append(part) }
        return parts.map { parts in
            let points = parts.reduce(into: [:]) { $0.merge($1.points) { $1 } }
            return MetricData(status: status(parts, listing.failure), points: points)
        }
    }

    private static func status(_ parts: [MetricPart], _ failure: AWSError?) -> MetricData.Status {
        let refused = parts.first { $0.status == .forbidden || $0.status == .failed }
        if let refused { return refused.status }
        if let last = parts.last, last.status == .complete { return .complete }
        if let failure { return .broken(failure) }
        // A series of which CloudWatch said nothing at all is no answer.
        return parts.isEmpty ? .failed : .partial
    }

    private func call(
        _ action: String, _ parameters: [(name: String, value: String)], _ region: AWSRegion
    ) -> AWSCall {
        AWSCall(
            service: "monitoring", version: "2010-08-01", action: action, region: region, parameters: parameters)
    }
}

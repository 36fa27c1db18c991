import AWS
import HTTPServer
import JSON
import Scans
import Schemas

/// The body of `POST /scans`, with every mistake in it reported at once.
struct ScanBody {
    struct Members: FieldSet {
        let provider = Field<String>(
            "provider", "the name of a cloud", schema: .choice(ScanProvider.allCases.map(\.rawValue)), \.stringValue)
        let services = Field(
            "services", "a list of services",
            schema: .array(of: .choice(ScanService.offered.map(\.rawValue)), 1...mostServices), \.arrayValue)
        let regions = Field("regions", "a list of regions", schema: .array(of: .string, 1...mostRegions), \.arrayValue)
        let roleARN = Field("role_arn", "a string", \.stringValue)
        /// `true`, `false`, or `{"hours": …}`.
        let metrics = Field.any(
            "metrics",
            schema: .any(of: [
                .boolean,
                .object([("hours", .integer(MetricsRange.allowedHours))], required: ["hours"], isClosed: true),
            ]))
    }

    private static let members = Members()
    private static let names = Members.names()
    private static let mostServices = 64
    private static let mostRegions = 64

    let provider: ScanProvider
    let services: [ScanService]
    /// nil: the account's enabled regions.
    let regions: [String]?
    let roleARN: String?
    /// nil: no metrics are read.
    let metricsHours: Int?

    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        let provider = Self.provider(&fields)
        services = Self.services(&fields)
        regions = Self.regions(&fields)
        roleARN = Self.roleARN(&fields)
        metricsHours = Self.metrics(&fields)
        guard fields.errors.isEmpty, let provider else { throw .invalid(fields.errors) }
        self.provider = provider
    }

    private static func provider(_ fields: inout FieldReader) -> ScanProvider? {
        let known = ScanProvider.allCases.map(\.rawValue).joined(separator: ", ")
        guard let name = fields.object[members.provider.name]?.stringValue else {
            fields.reject(members.provider, "is required; one of \(known)")
            return nil
        }
        let provider = ScanProvider(rawValue: name)
        if provider == nil { fields.reject(members.provider, "is not known; known are \(known)") }
        return provider
    }

    private static func services(_ fields: inout FieldReader) -> [ScanService] {
        let known = ScanService.offered.map(\.rawValue).joined(separator: ", ")
        guard let list = fields.object[members.services.name]?.arrayValue, (1...mostServices).contains(list.count)
        else {
            fields.reject(
                members.services, "should be a list of 1 to \(mostServices) services; known are \(known)")
            return []
        }
        var services: [ScanService] = []
        for (index, element) in list.enumerated() {
            guard let service = element.stringValue.flatMap(ScanService.init(rawValue:)),
                ScanService.offered.contains(service)
            else {
                fields.reject(
                    members.services, at: index, "is not a service that can be scanned; known are \(known)")
                continue
            }
            if !services.contains(service) { services.append(service) }
        }
        return services
    }

    private static func regions(_ fields: inout FieldReader) -> [String]? {
        guard let json = fields.object[members.regions.name], json != .null else { return nil }
        guard let list = json.arrayValue, !list.isEmpty, list.count <= mostRegions else {
            fields.reject(
                members.regions,
                "should be a list of 1 to \(mostRegions) regions, or be left out for all enabled ones")
            return nil
        }
        var regions: [String] = []
        for (index, element) in list.enumerated() {
            guard let name = element.stringValue, let region = AWSRegion(name) else {
                fields.reject(members.regions, at: index, "is not the name of a region, such as eu-west-1")
                continue
            }
            guard region.partition == .commercial else {
                fields.reject(
                    members.regions, at: index,
                    "is in the AWS partition \(region.partition.rawValue); only regions of aws can be scanned here")
                continue
            }
            if !regions.contains(name) { regions.append(name) }
        }
        return regions
    }

    private static func metrics(_ fields: inout FieldReader) -> Int? {
        guard let json = fields.read(members.metrics), json != .bool(true) else { return MetricsRange.standard.hours }
        if json == .bool(false) { return nil }
        guard let object = json.objectValue, object.names.allSatisfy({ $0 == "hours" }),
            let number = object["hours"]?.numberValue?.integer, MetricsRange.allowedHours.contains(number)
        else {
            fields.reject(
                members.metrics,
                "should be true, false, or an object with hours, how far to look back: 1 to \(MetricsRange.allowedHours.upperBound)"
            )
            return nil
        }
        return number
    }

    private static func roleARN(_ fields: inout FieldReader) -> String? {
        guard let text = fields.read(members.roleARN) else { return nil }
        do {
            return try RoleARN(text).description
        } catch {
            fields.reject(members.roleARN, "\(error)")
            return nil
        }
    }
}

extension ScanBody {
    static var schema: Schema { Members.schema(required: ["provider", "services"]) }
    static let example = #"{"provider": "aws", "services": ["ec2", "s3"], "regions": ["eu-west-3"]}"#
}

import AWS
import HTTPServer
import Scans

/// The body of `POST /scans`, with everything that is wrong with it told at once.
struct ScanBody {
    let provider: ScanProvider
    let services: [ScanService]
    /// nil: the account's enabled regions.
    let regions: [String]?
    let roleARN: String?
    /// nil: no metrics are read.
    let metricsHours: Int?

    private static let members = ["provider", "services", "regions", "role_arn", "metrics"]
    private static let mostServices = 64
    private static let mostRegions = 64

    init(_ json: JSONValue) throws(Problem) {
        guard let object = json.objectValue else {
            throw .invalid([Problem.FieldError(pointer: "", message: "should be an object")])
        }
        var errors = FieldErrors()
        errors.refuseOthers(in: object, than: Self.members)
        func reject(_ pointer: String, _ message: String) { errors.add(pointer, message) }
        let provider = Self.provider(object["provider"], reject)
        let services = Self.services(object["services"], reject)
        regions = Self.regions(object["regions"], reject)
        roleARN = Self.roleARN(object["role_arn"], reject)
        metricsHours = Self.metrics(object["metrics"], reject)
        guard errors.isEmpty, let provider else { throw .invalid(errors) }
        self.provider = provider
        self.services = services
    }

    private static func provider(_ json: JSONValue?, _ reject: (String, String) -> Void) -> ScanProvider? {
        let known = ScanProvider.allCases.map(\.rawValue).joined(separator: ", ")
        guard let name = json?.stringValue else {
            reject("/provider", "is required; one of \(known)")
            return nil
        }
        let provider = ScanProvider(rawValue: name)
        if provider == nil { reject("/provider", "is not known; known are \(known)") }
        return provider
    }

    private static func services(_ json: JSONValue?, _ reject: (String, String) -> Void) -> [ScanService] {
        let known = ScanService.offered.map(\.rawValue).joined(separator: ", ")
        guard let list = json?.arrayValue, (1...mostServices).contains(list.count) else {
            reject("/services", "should be a list of 1 to \(mostServices) services; known are \(known)")
            return []
        }
        var services: [ScanService] = []
        for (index, element) in list.enumerated() {
            guard let service = element.stringValue.flatMap(ScanService.init(rawValue:)),
                ScanService.offered.contains(service)
            else {
                reject("/services/\(index)", "is not a service that can be scanned; known are \(known)")
                continue
            }
            if !services.contains(service) { services.append(service) }
        }
        return services
    }

    private static func regions(_ json: JSONValue?, _ reject: (String, String) -> Void) -> [String]? {
        guard let json, json != .null else { return nil }
        guard let list = json.arrayValue, !list.isEmpty, list.count <= mostRegions else {
            reject("/regions", "should be a list of 1 to \(mostRegions) regions, or be left out for all enabled ones")
            return nil
        }
        var regions: [String] = []
        for (index, element) in list.enumerated() {
            guard let name = element.stringValue, let region = AWSRegion(name) else {
                reject("/regions/\(index)", "is not the name of a region, such as eu-west-1")
                continue
            }
            guard region.partition == .commercial else {
                reject(
                    "/regions/\(index)",
                    "is in the AWS partition \(region.partition.rawValue); only regions of aws can be scanned here")
                continue
            }
            if !regions.contains(name) { regions.append(name) }
        }
        return regions
    }

    /// `true`, `false`, or `{"hours": …}`.
    private static func metrics(_ json: JSONValue?, _ reject: (String, String) -> Void) -> Int? {
        guard let json, json != .null, json != .bool(true) else { return MetricsRange.standard.hours }
        if json == .bool(false) { return nil }
        guard let object = json.objectValue, object.names.allSatisfy({ $0 == "hours" }),
            let number = object["hours"]?.numberValue?.integer, MetricsRange.allowedHours.contains(number)
        else {
            reject(
                "/metrics",
                "should be true, false, or an object with hours, how far to look back: 1 to \(MetricsRange.allowedHours.upperBound)"
            )
            return nil
        }
        return number
    }

    private static func roleARN(_ json: JSONValue?, _ reject: (String, String) -> Void) -> String? {
        guard let json, json != .null else { return nil }
        guard let text = json.stringValue else {
            reject("/role_arn", "should be a string")
            return nil
        }
        do {
            return try RoleARN(text).description
        } catch {
            reject("/role_arn", "\(error)")
            return nil
        }
    }
}

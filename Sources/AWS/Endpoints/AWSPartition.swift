/// A separate AWS with accounts, names and keys of its own (botocore's `partitions.json`).
public enum AWSPartition: String, Sendable, CaseIterable {
    case commercial = "aws"
    case china = "aws-cn"
    case government = "aws-us-gov"
    case europeanSovereign = "aws-eusc"
    case iso = "aws-iso"
    case isoB = "aws-iso-b"
    case isoE = "aws-iso-e"
    case isoF = "aws-iso-f"

    var domain: String {
        switch self {
        case .commercial, .government: "amazonaws.com"
        case .china: "amazonaws.com.cn"
        case .europeanSovereign: "amazonaws.eu"
        case .iso: "c2s.ic.gov"
        case .isoB: "sc2s.sgov.gov"
        case .isoE: "cloud.adc-e.uk"
        case .isoF: "csp.hci.ic.gov"
        }
    }

    static func of(region: String) -> AWSPartition {
        let prefixes: [(String, AWSPartition)] = [
            ("cn-", .china), ("us-gov-", .government), ("eusc-", .europeanSovereign), ("us-isob-", .isoB),
            ("us-isof-", .isoF), ("us-iso-", .iso), ("eu-isoe-", .isoE),
        ]
        return prefixes.first { region.hasPrefix($0.0) }?.1 ?? .commercial
    }
}

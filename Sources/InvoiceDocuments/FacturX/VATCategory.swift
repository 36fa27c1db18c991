import Invoices

/// Codes of UNCL 5305 (EN 16931, BT-118 and BT-151).
enum VATCategory: String {
    case standard = "S"
    case zeroRated = "Z"
    case exempt = "E"

    init(_ rate: VATRate, exemptionReason: String?) {
        if rate.hundredths > 0 {
            self = .standard
        } else {
            self = exemptionReason?.visible == nil ? .zeroRated : .exempt
        }
    }
}

import Foundation
import Stripe

/// When the gateway is asked again.
enum GatewayPace {
    /// Keys are kept for 24 hours: one hour before that, nothing is sent under one any more.
    static let keyLife: TimeInterval = 23 * 3600
    /// A call that was cut off may be executed this much later.
    static let mayArrive: TimeInterval = 10 * 60
    /// A debit of an account takes days; a webhook mostly comes before.
    static let daily: TimeInterval = 86_400
    private static let longest: TimeInterval = 900

    /// - Parameter checks: how often it was asked before.
    static func pause(after checks: Int, wish: Duration? = nil) -> TimeInterval {
        let grown = min(pow(2, Double(min(checks, 12))), longest)
        return max(grown, wish.map { $0 / .seconds(1) } ?? 0) * Double.random(in: 1...1.2)
    }
}

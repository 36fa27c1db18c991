import Foundation
import HTTPServer
import Notifications

extension Problem {
    /// 429 until the hour is over; 422 for what no hour has room for.
    init(_ error: OutsideMailsExceeded, at now: Date) {
        let bound = "An account may send \(error.most) mails within an hour to addresses that are no users of it."
        if error.mails > error.most {
            let message =
                "leads to \(error.mails) addresses that are no users of the account: name at most \(error.most)"
            self = .invalid([FieldError(pointer: "/to", message: message)])
        } else {
            let over = now.timeIntervalSince1970.truncatingRemainder(dividingBy: 3600)
            let seconds = 3600 - (Int(exactly: over.rounded(.down)) ?? 0)
            self = Problem(
                .tooManyRequests,
                detail: "\(bound) Send this after the hour, or invite these people first.",
                headers: ["Retry-After": String(seconds)])
        }
    }
}

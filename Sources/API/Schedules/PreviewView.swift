import Cron
import Foundation

/// When a schedule would occur, as callers see it.
struct PreviewView: Encodable, Sendable {
    let cron: String
    let timeZone: String
    /// Fewer than were asked for when the expression ends.
    let next: [Date]
    /// Of the occurrences, in seconds.
    let shortestGap: Int

    init(_ body: PreviewBody, at now: Date) {
        cron = body.cron
        timeZone = body.zone.identifier
        next = body.expression.next(body.count, after: now, in: body.zone)
        shortestGap = body.expression.shortestGap
    }
}

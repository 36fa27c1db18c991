public import Foundation
import Jobs
import Postgres

/// A walk over jobs in the order of their ids that passes by what is known to be settled: in each partition it begins
/// at the low-water mark, so that a day whose jobs are all settled costs nothing however many there were.
struct OpenRange {
    /// What stands between `select` and `from jobs job`.
    let columns: Query
    /// The place after which it begins: an expression of the type uuid.
    let cursor: Query
    /// Also in the order of ids; the tenant's index serves when it names one tenant.
    var condition: Query = "true"
    var order: Query = "job.id"
    let limit: Int

    init(_ columns: Query, after cursor: JobID?, limit: Int) {
        self.init(columns, after: "\(cursor?.uuid ?? UUID.zero)::uuid" as Query, limit: limit)
    }

    init(_ columns: Query, after cursor: Query, limit: Int) {
        self.columns = columns
        self.cursor = cursor
        self.limit = limit
    }

    /// A `select` of at most `limit` rows. Behind the last partition stands what has none of its own.
    var rows: Query {
        """
        select page.* from (
            select low_water, upper from flotilla.job_partitions
            union all
            (select upper, \(UUID.last) from flotilla.job_partitions order by upper desc limit 1)
        ) part
        cross join lateral (
            select \(columns) from flotilla.jobs job
            where job.id >= part.low_water and job.id < part.upper and job.id > \(cursor) and \(condition)
            order by \(order) limit \(Int64(limit))
        ) page
        where part.upper > \(cursor)
        order by part.low_water, page.id limit \(Int64(limit))
        """
    }
}

extension UUID {
    /// The nil UUID (RFC 9562): in the place of a tenant it stands for none.
    public static let zero = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    static let last = UUID(
        uuid: (255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
}

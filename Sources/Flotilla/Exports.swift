// Everything that a program with jobs of its own needs, under one name: payloads, handlers and outcomes; the entry
// point of a worker; rows to write with a result; settings and logs.
@_exported public import Assembly
@_exported public import Cron
@_exported public import Execution
@_exported public import Jobs
@_exported public import Operations
@_exported public import Storage

public import Postgres

/// A statement with bound values, to be committed with a result: `"update seats set free = free - 1 where id = \(id)"`.
public typealias Query = Postgres.Query

/// A step of a domain's tables. Versions from 10,000 on are those of programs with tables of their own.
public typealias Migration = Postgres.Migration

/// A domain's tables, and the files of its functions.
public typealias MigrationSet = Postgres.MigrationSet

/// A file of functions that is run again when its text changes.
public typealias RepeatableFunction = Postgres.RepeatableFunction

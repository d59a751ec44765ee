namespace domainplan {}

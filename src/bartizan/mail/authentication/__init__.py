"""SPF, DKIM, DMARC and ARC: pure evaluators over DNS answers that somebody else gathers."""

"""`bartizan mail evaluate`: how much is caught and how much honest mail is stopped, honestly told.

Every corpus leaks who collected it. So what collectors leave in messages is taken out first
(`fingerprints`), copies of one mailing count once (`near_duplicates`), every rate comes with its
interval (`statistics`), and the same figures without the first step are shown beside them.
"""

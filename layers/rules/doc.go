// Package rules decides what follows when a site lies in a protected zone.
//
// Rules are data, not code: the rule file (YAML, see Load) says for which kinds
// of site, in which layer and grade, at which stage and under which attributes
// a verdict holds, and cites the articles that it rests on, each with the days
// on which the article is in force. Set.Judge turns one hit of a Site on a
// zone into Findings by the rules in force on the day asked.
//
// A rule speaks of kinds of site or of activities. The activities of the law do
// not exclude one another: a kind always is some of them (an oil depot is a
// construction project too), and a project may declare more. What is not declared
// is not judged by the rules of that activity, and Set.Notes says so once; an
// activity that is asked about nowhere else would otherwise ask every project
// twenty questions. A fact that only such a site has declares it for the rules that
// turn on it (Attribute.Telling).
//
// Doubt falls on the strict side. There is no verdict "allowed"; an attribute
// that is not known leaves a rule open, which then says restricted and asks. What
// the law excepts is the applicant's to prove: while that is not known the rule
// stands (Rule.Exceptions). A rule that is another's twin, for where the layer is not
// held, is silent while that is not known (Rule.Unasked). A rule that holds everywhere counts like any other once
// what it turns on was declared; while it is not known it is a reminder, outside the
// verdict. What becomes of a rule, by what is said of the attribute it turns on:
//
//	rule of      says         declared   denied    not known
//	a place      prohibited   it stands  nothing   restricted, could be prohibited; asks
//	             restricted   it stands  nothing   it stands; asks
//	             notice       it stands  nothing   it stands; asks
//	everywhere   prohibited   it stands  nothing   a reminder; asks
//	             restricted   it stands  nothing   a reminder; asks
//	             notice       it stands  nothing   a reminder; asks
//	either, where the attribute is an exception:
//	             prohibited   it stands  nothing   it stands, could be restricted; asks
//	             restricted   it stands  nothing   it stands; asks
//
// What an existing site is judged by where the article bans the act of building alone
// (Rule.Builds), by when it was built:
//
//	before any article of the basis was in force       a notice, not retroactive
//	since, and before the zone: it was delimited then  the rule stands
//	since, and before the zone: it was not             a notice, not retroactive
//	since, and before the zone: that is not known      it stands; asks delimited_when_built
//	since both                                         it stands
//	not known                                          it stands; asks built_on
//
// A site that does not say whether it stands is taken as proposed.
//
// Citations are in the words and numbers of the law (第319条第1款). One whose
// text was not read at its source is marked unverified and printed as 待核, and so
// is the title of a rule whose evidence mark is not V throughout.
package rules

//! Words that say little, by language.
//!
//! Articles, pronouns, prepositions, conjunctions, auxiliaries and question words; single letters
//! that an apostrophe leaves.

/// The list of a language, words by blanks; empty for a language without one.
pub(super) fn of(language: &str) -> &'static str {
    match language {
        "de" => GERMAN,
        "en" => ENGLISH,
        "es" => SPANISH,
        "fr" => FRENCH,
        "it" => ITALIAN,
        "nl" => DUTCH,
        "pt" => PORTUGUESE,
        _ => "",
    }
}

const ENGLISH: &str = "a about above after again against all also am an and any are as at be \
    because been before being below between both but by can cannot could d did do does doing \
    done down during each either else etc ever every few for from further get gets got had has \
    have having he her here hers herself him himself his how i if in into is it its itself just \
    ll may me might more most much must my myself neither no nor not now of off on once one only \
    onto or other our ours ourselves out over own per quite rather re s same shall she should \
    since so some such t than that the their theirs them themselves then there these they this \
    those though through thus to too toward towards under until up upon us ve very was we were \
    what when where whether which while who whom whose why will with within without would yet \
    you your yours yourself yourselves";

const GERMAN: &str = "aber alle allem allen aller alles als also am an ander andere anderem \
    anderen anderer anderes auch auf aus bei beim bin bis bist da damit dann das dass dein deine \
    deinem deinen deiner deines dem den denn der derer des dessen die dies diese diesem diesen \
    dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch euer eure \
    fur gegen habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren \
    ihrer ihres im in ins ist ja jede jedem jeden jeder jedes jene jenem jenen jener jenes jetzt \
    kann kein keine keinem keinen keiner keines konnen man mein meine meinem meinen meiner meines \
    mich mir mit muss nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen \
    seiner seines selbst sich sie sind so solche solchem solchen solcher solches soll sollte \
    sondern sonst uber um und uns unser unsere unter viel vom von vor wahrend war waren warum was \
    weil welche welchem welchen welcher welches wenn wer werde werden wie wieder will wir wird \
    wirst wo wollen zu zum zur zwischen";

const FRENCH: &str = "a afin ai ainsi alors apres as au aucun aucune aussi autre autres aux avant \
    avec avez avons avoir c ca car ce ceci cela celle celles celui ces cet cette ceux chez comme \
    comment d dans de des desquels deux dont du elle elles en encore entre es est et etaient \
    etait ete etes etre eu eux fait faire fut il ils j je jusque l la laquelle le lequel les \
    lesquels leur leurs lors lorsque lui m ma mais me meme memes mes moi moins mon n ne ni non nos \
    notre nous on ont ou par parce pas pendant peu peut plus pour pourquoi qu quand que quel \
    quelle quelles quels qui quoi s sa sans se sera ses si soit son sont sous sur t ta te tes toi \
    ton tous tout toute toutes tres tu un une vers vos votre vous y";

const SPANISH: &str = "a al algo algun alguna algunas alguno algunos ante antes aquel aquella \
    aquellas aquello aquellos aqui asi aun aunque cada como con contra cual cuales cuando de del \
    desde donde dos durante e el ella ellas ello ellos en entre era eran es esa esas ese eso esos \
    esta estaba estan estar estas este esto estos estoy fue fueron ha han hasta hay la las le les \
    lo los mas me mi mis mismo mucho muy nada ni no nos nosotros nuestra nuestras nuestro nuestros \
    o os otra otras otro otros para pero poco por porque puede que quien quienes se sea ser si sin \
    sino sobre son su sus tambien tan tanto te tiene tienen todo todos tu tus un una unas uno unos \
    vosotros y ya yo";

const ITALIAN: &str = "a ad agli ai al alla alle allo anche c che chi ci cio come con cosa cui d \
    da dagli dai dal dalla dalle dallo degli dei del della delle dello di dove e ed era erano essere \
    fra gli ha hanno ho i il in io l la le lei li lo loro lui ma mi mia mie mio ne negli nei nel \
    nella nelle nello noi non nostra nostro o ogni per perche piu quale quali quando quella quelle \
    quelli quello questa queste questi questo se sei si sia siamo sono su sua sue sugli sui sul \
    sulla sulle sullo suo suoi te ti tra tu tua tuo tutti tutto un una uno vi voi";

const DUTCH: &str = "aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch \
    doen door dus een en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun ik \
    in is ja je kan kon maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat \
    ons onze ook op over reeds te tegen toch toen tot u uit uw van veel voor want waren was wat we \
    wel werd wezen wie wij wil worden wordt zal ze zelf zich zij zijn zo zonder zou";

const PORTUGUESE: &str = "a ao aos aquela aquele aqueles aquilo as ate com como da das de dela dele \
    deles depois do dos e ela elas ele eles em entre era essa essas esse esses esta estao estas \
    este estes eu foi for foram ha isso isto ja la lhe mais mas me mesmo meu meus minha muito na nao \
    nas nem no nos nossa nosso num numa o onde os ou para pela pelas pelo pelos por porque qual \
    quando que quem se sem ser seu seus so sua suas tambem te tem tinha tu um uma umas uns voce";

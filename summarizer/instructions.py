"""Finds sentences of a document that address the model or the software instead of the reader of the dossier.

Text inside documents is data. A sentence found here feeds no topic, no index and no prompt, and is reported. It knows
the forms of such orders in French and English; it refuses to judge intent: a false alarm costs one reported sentence.
"""

from __future__ import annotations

import re
import unicodedata

_TARGET = (
    r"(?:instructions?|consignes?|prompts?|r[eè]gles?|rules?|directives? (?:syst[eè]me|pr[ée]c[ée]dentes?)|guidelines?|"
    r"messages? (?:syst[eè]me|system)|system (?:prompts?|messages?))"
)
_SYSTEM = r"(?:messages? (?:syst[eè]me|system)|system (?:prompts?|messages?|instructions?)|directives? syst[eè]me)"
_MACHINE = (
    r"(?:assistant\b(?! (?:social|dentaire|chef|sp[ée]cialiste|des |m[ée]dical|hospitalier))|ia\b|i\.a\.|ai\b|a\.i\.|llm|mod[eè]le (?:de langage|de langue|d'ia|ia)|language model|chatbot|chatgpt|gpt|"
    r"intelligence artificielle|artificial intelligence|logiciel|syst[eè]me (?:de (?:synth[eè]se|r[ée]sum[ée])|automatique)|"
    r"summari[sz]er|r[ée]sumeur|synth[ée]tiseur|robot|algorithme|g[ée]n[ée]rateur)"
)
_ORDER = (
    r"(?:ignor\w*|oubli\w*|disregard|forget|override|bypass|outrepass\w*|contourn\w*|n[ée]glig\w*|supprim\w*|efface\w*|omet\w*|"
    r"omit|remplac\w*|replace|[ée]cri[stv]\w*|write|r[ée]pond\w*|respond|answer|reply|output|affich\w*|display|print|r[ée]v[eè]l\w*|"
    r"reveal|inscri\w*|mentionn\w*|indiqu\w*|d[ée]clar\w*|say|state|dis\b|dites|conclu\w*|ajout\w*|add|r[ée]sum\w*|summari[sz]e|"
    r"g[ée]n[ée]r\w*|generate|produi\w*|traite\w*|consid[eè]r\w*|treat|act|agis\w*|comporte\w*|execut\w*|ex[ée]cut\w*|obey|ob[ée]i\w*|"
    r"follow|sui[st]\w*|envoy\w*|send|transm\w*|must|doit|devez|dois|cache\w*|hide|masqu\w*)"
)
# The reader is spoken to as "tes consignes", "your rules": no letter asks a colleague to forget or to print his own.
_DROP_OR_SHOW = (
    r"(?<!n')\b(?:ignore[zs]?|oublie[zs]?|disregard|forget|override|bypass|contourne[zs]?|r[ée]v[eèé]l(?:e[zs]?|er)|reveal|"
    r"affiche[zr]?|montre[zr]?|r[ée]p[eèé]te[zr]?|repeat|print|show|divulgue[zr]?)"
)
_SAYING = (
    r"(?:indiqu\w*|mentionn\w*|dire|[ée]cri\w*|conclu\w*|affirm\w*|conten\w*|omet\w*|pr[ée]cis\w*|taire|ignor\w*|say|state|mention|"
    r"include|omit|contain|report|output|write|r[ée]sum\w*|summari[sz]e|obey|ob[ée]i\w*)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_ORDER}\b[^.\n]{{0,60}}\b(?:instructions? (?:syst|pr[ée]c|ant|ci-|above|previous|you)|prompts?|{_SYSTEM})",
        rf"\b{_ORDER}\b[^.\n]{{0,30}}\b(?:previous|prior|above|all|toutes? (?:les|tes|vos))\b[^.\n]{{0,20}}\b{_TARGET}",
        rf"\b(?:ignor\w*|oubli\w*|disregard|forget|override)\b[^.\n]{{0,30}}\b{_TARGET}\s+(?:ci-dessus|pr[ée]c[ée]dent\w*|ant[ée]rieur\w*|above|before|previous|that)",
        rf"\b{_TARGET}\b[^.\n]{{0,40}}\b(?:pr[ée]c[ée]dent\w*|ci-dessus|ant[ée]rieur\w*|previous|above|prior|earlier)\b[^.\n]{{0,60}}\b(?:ignor|oubli|annul|nul|caduc|void|cancel)",
        rf"(?:^|[\s«\"(\[,])(?:[àa] l'attention d\w+ |(?:note|message) (?:for|pour|[àa]|aux?|to) |to the |dear |attention |cher |ch[èe]re |instructions? (?:pour|for|aux?) )(?:l'|la |le |les |the |aux? |any )?{_MACHINE}",
        rf"\b{_MACHINE}\b\s*[:,][^.\n]{{0,80}}\b{_ORDER}\b",
        rf"\b{_MACHINE}\b[^.,;:\n]{{0,20}}\b(?:doit|doivent|devra|devez|dois|must|should|shall|ne doit|ignor\w*|veuille\w*)\b",
        rf"\b(?:you are|tu es|vous [êe]tes|act as|agis comme|comporte-toi comme|fais comme si|pretend)\b[^.\n]{{0,40}}\b(?:{_MACHINE}|developer mode|dan\b|un autre|d[ée]sormais)",
        rf"\b(?:si tu|si vous|if you)\b[^.\n]{{0,30}}\b(?:{_MACHINE}|lis(?:ez)? ceci|r[ée]sum\w*|read this|summari[sz]\w*)",
        r"<\|?(?:im_start|im_end|system|user|assistant|endoftext|start_of_turn|end_of_turn|bos|eos|inst|sys)\|?>|\[/?(?:INST|SYS(?:TEM)?)\]|<</?SYS>>",
        r"^\s*(?:###?\s*)?(?:system|assistant|user|syst[eè]me|utilisateur|instructions?)\s*(?:prompt|message)?\s*:\s*[^.\n]{0,40}\b(?:you|tu|vous|ignore\w*|must|the summary|la synth[eè]se|le r[ée]sum[ée])\b",
        rf"\b(?:dans|in|de|of|au d[ée]but de|[àa] la fin de)\s+(?:(?:la|ta|votre|the|your|this)\s+(?:synth[eè]se|summary|answer|response)|(?:le|ton|votre|ce)\s+(?:r[ée]sum[ée]))\b[^.\n]{{0,80}}\b{_ORDER}\b",
        rf"\b{_ORDER}\b[^.\n]{{0,80}}\b(?:dans|in|de|into|to|from|[àa])\s+(?:(?:la|ta|votre|the|your|this)\s+(?:synth[eè]se|summary|answer|response|output)|(?:le|ton|votre|ce)\s+(?:r[ée]sum[ée]))\b",
        r"\b(?:jailbreak|prompt injection|developer mode|mode d[ée]veloppeur|mode debug|sudo mode)\b",
        r"\b(?:do not|don't|never|ne|n')\s+(?:mention|include|summari[sz]e|report|(?:mentionne[zr]|r[ée]sume[zr]|signale[zr]|cite[zr]|inclue[zr]|parle[zr])\s+(?:pas|jamais|aucun\w*|plus|ni))\b",
        r"\b(?:new|nouvelles?|updated)\s+(?:instructions?|consignes?|system prompt|t[âa]che|task)\s*:",
        rf"{_DROP_OR_SHOW}\b[^.\n]{{0,15}}\b(?:tes|vos|your)\s+(?:\w+\s+){{0,2}}{_TARGET}",
        r"\b(?:ne (?:tenez|tiens) (?:pas|aucun) compte|disregard|forget|oubliez?|ignorez?|ignore)\s+(?:de\s+)?(?:ce qui pr[ée]c[eè]de|tout ce qui|everything|anything|what)\b",
        rf"\b(?:(?:le|ce|votre|ton|the|this|your) (?:r[ée]sum[ée]|summary|answer|response|mod[eè]le|model|syst[eè]me|system|outil|tool)|(?:la|ta|cette|votre) (?:synth[eè]se|r[ée]ponse))\s+(?:ne\s+)?(?:doit|devra|must|should|shall|will)\s+(?:pas\s+|not\s+|jamais\s+|only\s+)?{_SAYING}",
        rf"\b(?:tu dois|vous devez|you must|you should|you shall)\s+(?:\w+\s+){{0,2}}(?:{_SAYING}|r[ée]pondre (?:uniquement|seulement|que|par|en)|answer|respond|reply)",
        r"(?<!je )\b(?:r[ée]ponds|r[ée]pondez|respond|reply|answer|output|[ée]cris|[ée]crivez)\s+(?:uniquement|seulement|exclusivement|only|just|exactly|que|par|that|with|[«\"])",
        r"\b(?:[àa] partir de maintenant|d[ée]sormais|from now on|from this point)\b,?\s+(?:(?:tu|vous|you)\s+)?(?:\w+\s+)?(?:r[ée]pond(?:s|ez)|respond|answer|reply|speak|write|act|agis|ob[ée]i\w*|obey|ignore[zs]?)\b",
        r"(?:^|[.:;!]\s*)(?:agis(?:sez)? comme|act as (?:an?|the|if)\b|pretend (?:that|to|you)|fai(?:s|tes) semblant|imagine(?:z)? que (?:tu|vous) (?:es|[êe]tes)|joue[zs]? le r[ôo]le)",
        r"(?:^|[.:;!]\s*)(?:ne r[ée]sume[zs]?|n'inclu(?:s|ez)|n'affiche[zs]?)\s+(?:pas|jamais|aucun\w*|rien)\b",
        r"\b(?:paragraphe|texte|message|passage|text)\s+(?:remplace|annule|replaces|overrides|supersedes)\b[^.\n]{0,30}\b(?:du syst[eè]me|syst[eè]me|tes|vos|your|system)\b",
        r"\b(?:print|show|display|output|repeat|dump|affiche[zr]?|r[ée]p[eèé]te[zr]?)\b[^.\n]{0,30}\b(?:conversation|prompts?|context window)\b",
        r"\b(?:when(?:ever)?|while|before) (?:you )?(?:are )?(?:summari[sz](?:e|ing)|answer(?:ing)?|writing the summary)\b|\b(?:quand|lorsque) (?:tu r[ée]sumes|vous r[ée]sumez)|\ben r[ée]sumant ce (?:document|dossier|texte)",
        r"^#{2,}\s*(?:system|instructions?|assistant|user|response|consignes?)\s*:",
        # Addresses are placeholders by then: what is left of an order to send the dossier away is its verb and its object.
        r"\b(?:send|post|upload|forward|exfiltrate)\s+(?:(?:the|all|this|these|its|every)\s+)+(?:\w+\s+){0,4}(?:to|at)\s+<?(?:SITE|EMAIL|MAIL|COURRIEL)",
        r"(?:^|[.:;!]\s*)(?:envoie|transmets|poste|t[ée]l[ée]verse)\s+(?:\w+\s+){0,5}(?:[àa]|sur|vers)\s+(?:l'adresse\s+)?<?(?:SITE|EMAIL|MAIL|COURRIEL)",
        r"\b(?:base64|eval\(|<script|javascript:|curl\s+https?:|https?://\S+\?(?:q|data|d)=)",
    )
)


def addresses_the_model(text: str) -> bool:
    """Whether `text` reads as an order to a machine. Invisible characters and compatibility forms are undone first."""
    flat = unicodedata.normalize("NFKC", text)
    flat = "".join(c for c in flat if unicodedata.category(c) != "Cf")
    flat = " ".join(flat.replace("’", "'").split())
    return any(pattern.search(flat) for pattern in _PATTERNS)
